package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
)

// progressEvery is how often long work tells of itself where no terminal shows a bar.
const progressEvery = 5 * time.Second

// progress tells how far long work is: a bar on a terminal, a line every few seconds elsewhere.
type progress struct {
	w       io.Writer
	noun    string // what is counted: rows
	bar     *progressbar.ProgressBar
	started time.Time
	told    time.Time
}

func newProgress(w io.Writer, noun string) *progress {
	p := &progress{w: w, noun: noun, started: time.Now()}
	p.told = p.started
	if file, ok := w.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
		p.bar = progressbar.NewOptions64(-1,
			progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionSetRenderBlankState(true))
	}
	return p
}

// at tells that n are done, and done of a total of parts (bytes, say); the total is 0 when it is not known.
func (p *progress) at(n int, done, total int64) {
	rate := int(float64(n) / max(time.Since(p.started).Seconds(), 0.001))
	if p.bar != nil {
		if total > 0 && p.bar.GetMax64() != total {
			p.bar.ChangeMax64(total)
		}
		p.bar.Describe(fmt.Sprintf("%d %s, %d/s", n, p.noun, rate))
		_ = p.bar.Set64(min(done, max(total-1, 0))) // a bar that cannot be drawn stops nothing
		return
	}
	if time.Since(p.told) < progressEvery {
		return
	}
	p.told = time.Now()
	text := fmt.Sprintf("%d %s, %d/s", n, p.noun, rate)
	if total > 0 && done > 0 {
		part := float64(done) / float64(total)
		left := time.Duration(float64(time.Since(p.started)) * (1 - part) / part)
		text += fmt.Sprintf(", %d %%, %s left", int(part*100), left.Round(time.Second))
	}
	fmt.Fprintln(p.w, text)
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish() // as above
		_ = p.bar.Clear()  // as above
	}
}
