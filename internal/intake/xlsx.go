package intake

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// checkWorkbook refuses a workbook that unpacks to more than a table does, before anything is unpacked.
// What an entry declares binds: archive/zip gives no byte more.
func (f *File) checkWorkbook() error {
	if f.size > maxWorkbook {
		return fmt.Errorf("the workbook is larger than %d MiB: save the sheet as CSV", maxWorkbook>>20)
	}
	z, err := zip.NewReader(f.file, f.size)
	if err != nil {
		return errors.New("the file looks like .xlsx, but cannot be unpacked: was it downloaded to its end?")
	}
	isWorkbook := false
	var sheets, others uint64
	for _, entry := range z.File {
		name, size := strings.ToLower(entry.Name), entry.UncompressedSize64
		isWorkbook = isWorkbook || name == "xl/workbook.xml"
		if strings.HasPrefix(name, "xl/worksheets/") || name == "xl/sharedstrings.xml" {
			sheets += size
		} else {
			others += size
		}
		if size > smallEnough && size > maxRatio*entry.CompressedSize64 || sheets > maxUnpacked/4 || others > smallEnough || len(z.File) > 10_000 {
			return errors.New("the workbook unpacks to more than a table does: save the sheet as CSV")
		}
	}
	if !isWorkbook {
		return errors.New("this is a .zip file: unpack it and import what is in it")
	}
	return nil
}

// sheetRows are the rows of a workbook's first visible sheet. The values are read as they are stored; a
// date, which is stored as a number of days, is written as the precision of its format tells.
type sheetRows struct {
	book     *excelize.File
	raw      *excelize.Rows
	shown    *excelize.Rows
	line     int
	header   []string
	from1904 bool
}

func (f *File) sheetRows(ctx context.Context) (_ Rows, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := &sheetRows{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	s.book, err = excelize.OpenFile(f.file.Name(), excelize.Options{UnzipSizeLimit: maxUnpacked / 2, UnzipXMLSizeLimit: 8 << 20})
	if err != nil {
		return nil, fmt.Errorf("the workbook cannot be read: %w", err)
	}
	if props, err := s.book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		s.from1904 = *props.Date1904
	}
	sheet, others := "", 0
	for _, name := range s.book.GetSheetList() {
		if visible, err := s.book.GetSheetVisible(name); err != nil || !visible {
			continue
		}
		if sheet == "" {
			sheet = name
		} else {
			others++
		}
	}
	if sheet == "" {
		return nil, errors.New("the workbook has no sheet")
	}
	if s.raw, err = s.book.Rows(sheet); err != nil {
		return nil, fmt.Errorf("the sheet %q cannot be read: %w", sheet, err)
	}
	if s.shown, err = s.book.Rows(sheet); err != nil {
		return nil, fmt.Errorf("the sheet %q cannot be read: %w", sheet, err)
	}
	if others > 0 && len(f.Notes) == 0 {
		f.Notes = append(f.Notes, fmt.Sprintf("The sheet %q was read; the workbook has %s that were not.", sheet, count(others, "other sheet")))
	}
	header, err := s.row()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the sheet has no header: its first row names the columns")
	case err != nil:
		return nil, err
	case len(header.Cells) > maxColumns:
		return nil, fmt.Errorf("the sheet has %d columns; %d are the most", len(header.Cells), maxColumns)
	}
	s.header = header.Cells
	return s, nil
}

func (s *sheetRows) Header() []string { return s.header }

func (s *sheetRows) Close() error {
	var errs []error
	for _, rows := range []*excelize.Rows{s.raw, s.shown} {
		if rows != nil {
			errs = append(errs, rows.Close())
		}
	}
	if s.book != nil {
		errs = append(errs, s.book.Close())
	}
	return errors.Join(errs...)
}

func (s *sheetRows) Next() (Row, error) {
	row, err := s.row()
	if err == nil && len(row.Cells) > len(s.header) {
		row.Bad = fmt.Sprintf("the row has %s, the header %d", count(len(row.Cells), "cell"), len(s.header))
	}
	return row, err
}

// row reads the next row that has something in it.
func (s *sheetRows) row() (Row, error) {
	for s.raw.Next() {
		s.line++
		if !s.shown.Next() {
			break
		}
		cells, err := s.raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return Row{}, fmt.Errorf("row %d of the sheet cannot be read: %w", s.line, err)
		}
		empty, size, days := true, 0, false
		for _, cell := range cells {
			size += len(cell)
			empty = empty && strings.TrimSpace(cell) == ""
			days = days || serialPattern.MatchString(cell)
		}
		if empty {
			continue
		}
		row := Row{Line: s.line, Cells: cells}
		if size > maxRecord {
			row.Cells, row.Bad = nil, fmt.Sprintf("the row is longer than %d MiB", maxRecord>>20)
			return row, nil
		}
		if days {
			shown, err := s.shown.Columns()
			if err != nil {
				return Row{}, fmt.Errorf("row %d of the sheet cannot be read: %w", s.line, err)
			}
			for i := range min(len(cells), len(shown)) {
				cells[i] = s.dated(cells[i], shown[i])
			}
		}
		for len(row.Cells) > 0 && row.Cells[len(row.Cells)-1] == "" {
			row.Cells = row.Cells[:len(row.Cells)-1]
		}
		return row, nil
	}
	if err := s.raw.Error(); err != nil {
		return Row{}, fmt.Errorf("the sheet cannot be read on behind row %d: %w", s.line, err)
	}
	return Row{}, io.EOF
}

var (
	// serialPattern is a number of days since 1900 or 1904, from 1927 to 2173, with a time of day perhaps.
	serialPattern = regexp.MustCompile(`^[1-9][0-9]{4}(\.[0-9]+)?$`)
	// What a cell shows whose format is a date: with a day, without one, or only a year.
	dayShown   = regexp.MustCompile(`^[0-9]{1,4}[-/. ]+[0-9]{1,2}[-/. ]+[0-9]{1,4}\b|[A-Za-z]{3,}[-/. ]+[0-9]{1,2},?[-/. ]+[0-9]{2,4}|^[0-9]{1,2}[-/. ]+[A-Za-z]{3,}`)
	monthShown = regexp.MustCompile(`^([A-Za-z]{3,}\.?[-/. ]+[0-9]{2,4}|[0-9]{4}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{4})$`)
	yearShown  = regexp.MustCompile(`^[0-9]{4}$`)
)

// dated writes a stored number of days as the date that the cell shows; anything else stays.
func (s *sheetRows) dated(raw, shown string) string {
	if raw == shown || !serialPattern.MatchString(raw) {
		return raw
	}
	layout := ""
	switch {
	case yearShown.MatchString(shown):
		layout = "2006"
	case monthShown.MatchString(shown):
		layout = "2006-01"
	case dayShown.MatchString(shown):
		layout = "2006-01-02"
	default:
		return raw
	}
	days, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	t, err := excelize.ExcelDateToTime(days, s.from1904)
	if err != nil {
		return raw
	}
	return t.Format(layout)
}
