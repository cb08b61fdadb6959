// Package telemetry is what the service says about itself to those who run it:
// logs without secrets and metrics of bounded size. It knows HTTP but nothing
// of the record.
package telemetry

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/mattn/go-isatty"
)

// The formats of a log.
const (
	// FormatText is one line of key=value pairs for people.
	FormatText = "text"
	// FormatJSON is one JSON object a line for machines.
	FormatJSON = "json"
	// FormatAuto is text on a terminal and JSON anywhere else.
	FormatAuto = "auto"
)

// NewLogger returns a logger that writes lines of the given format to w, times
// in UTC, from level upward. It keeps secrets out of the log as far as they can
// be told by name or form:
//
//   - An attribute whose name ends in key, secret, authorization, password,
//     token, dsn, email or the like, or that stands in a group of such a name,
//     is masked whatever its value.
//   - API keys, webhook secrets, bearer tokens and the passwords of data source
//     names are masked inside messages, strings, errors and whatever else a
//     value prints as.
//
// The error is an unknown format.
func NewLogger(w io.Writer, format string, level slog.Leveler) (*slog.Logger, error) {
	if format == FormatAuto {
		format = FormatJSON
		if file, ok := w.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
			format = FormatText
		}
	}
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: redactAttr}
	switch format {
	case FormatText:
		return slog.New(slog.NewTextHandler(w, options)), nil
	case FormatJSON:
		return slog.New(slog.NewJSONHandler(w, options)), nil
	default:
		return nil, fmt.Errorf("unknown log format %q: must be %s, %s or %s", format, FormatText, FormatJSON, FormatAuto)
	}
}
