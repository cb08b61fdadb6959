package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"rollcall/api"
	"rollcall/internal/extract"
	"rollcall/internal/match"
	"rollcall/internal/record"
)

type extractCommand struct {
	File     string `arg:"" help:"A file with plain text or HTML; - is standard input."`
	Language string `help:"The language of the text; en, fr and es are read in any case." enum:",en,fr,es" default:"" placeholder:"en|fr|es" env:"-"`
	Call     string `help:"The call that the text speaks of (id or slug): its place helps to tell bodies apart, and drafts say where they are to be PUT." placeholder:"CALL" env:"-"`
	Source   string `help:"The address of the text, as drafts cite it." placeholder:"URL" env:"-"`
	Limit    int    `help:"How many candidates for each mention, at most 50 (${default} if not given)." default:"5" env:"-"`
	JSON     bool   `help:"Answer as POST /v1/extract does." name:"json" env:"-"`
}

// Help is what extract --help says besides its flags.
func (extractCommand) Help() string {
	return `Every mention of a union body is told with its place in the text, what the text says of its position, and the union that is meant: = stands before one that is certain. Nothing is written.

  rollcall extract article.txt
  rollcall extract article.html --call an-example-march --source https://example.org/article --json
  pbpaste | rollcall extract -`
}

// maxExtract is the largest text that is read, in bytes.
const maxExtract = 64 << 20

func (e *extractCommand) Run(r *run) error {
	if e.Limit < 1 || e.Limit > 50 {
		return misuseError{fmt.Errorf("--limit: %d is not 1 to 50", e.Limit)}
	}
	var source *api.CitedSourceBody
	if e.Source != "" {
		if _, err := record.NewSource("", record.Source{URL: e.Source}); err != nil {
			return misuseError{fmt.Errorf("--source: %q is not the address of a document", e.Source)}
		}
		source = &api.CitedSourceBody{URL: &e.Source}
	}
	text, err := e.read()
	if err != nil {
		return err
	}
	st, err := r.openExisting()
	if err != nil {
		return err
	}
	defer st.Close() // it was only read
	o, slug := extract.Options{Language: e.Language, Limit: e.Limit}, ""
	if e.Call != "" {
		call, err := st.Call(r, record.Ref(e.Call), record.Moment{})
		if err != nil {
			return fmt.Errorf("--call: %w", err)
		}
		o.Country, o.Region, slug = call.Place.Country, call.Place.Region, call.Slug
	}
	x, err := match.NewLive(st).Index(r)
	if err != nil {
		return err
	}
	found := extract.Extract(x, text, o)
	if e.JSON {
		out := json.NewEncoder(r.out)
		out.SetEscapeHTML(false)
		return out.Encode(api.NewExtraction(found, slug, source))
	}
	for _, m := range found.Mentions {
		say := "no position"
		if m.Position != "" {
			say = string(m.Position)
			if m.Capacity != record.CapacityBody {
				say += ", " + string(m.Capacity)
			}
			if m.DecidedBy != "unknown" {
				say += ", by " + strings.ReplaceAll(string(m.DecidedBy), "_", " ")
			}
		}
		fmt.Fprintf(r.out, "%d–%d  %s: %s\n", m.Start, m.End, strings.Join(strings.Fields(m.Text), " "), say)
		sayCandidates(r, m.Candidates)
	}
	fmt.Fprintf(r.err, "%d mentions in %d characters.\n", len(found.Mentions), utf8.RuneCountInString(found.Text))
	return nil
}

// read reads the text.
func (e *extractCommand) read() (string, error) {
	file := os.Stdin
	if e.File != "-" {
		var err error
		if file, err = os.Open(e.File); err != nil {
			return "", err
		}
		defer file.Close() // it was only read
	}
	text, err := io.ReadAll(io.LimitReader(file, maxExtract+1))
	switch {
	case err != nil:
		return "", err
	case len(text) > maxExtract:
		return "", fmt.Errorf("the text is larger than %d MiB", maxExtract>>20)
	case strings.HasPrefix(string(text[:min(len(text), 5)]), "%PDF-"):
		return "", errors.New("this is a PDF: make text of it first, with pdftotext")
	}
	return string(text), nil
}
