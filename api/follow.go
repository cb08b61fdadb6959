package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"rollcall/internal/live"
	"rollcall/internal/record"
)

// Following is what those who wait for changes need of the store.
type Following interface {
	// Await returns once there are changes after a seq, or with the error of ctx.
	Await(ctx context.Context, after int64) error
	// Reached reports whether there is a change of that seq, also when another process wrote it just now.
	Reached(ctx context.Context, seq int64) (bool, error)
	// ChangeSelector finds the records that a filter names.
	ChangeSelector(ctx context.Context, f record.ChangeFilter) (record.ChangeSelector, error)
}

// Bounds of streams and long polls.
const (
	heartbeat    = 15 * time.Second // what is between is often a proxy that cuts quiet connections
	slowest      = 10 * time.Second // a reader that takes nothing for so long is cut off
	mostStreams  = 5000
	longestWait  = 50 // seconds; the server cuts what takes a minute
	streamedOnce = 200
)

// patience is how long a stream waits: for a change before it says that it is still there, and for its
// reader to take what was sent.
type patience struct{ quiet, slow time.Duration }

// changeForms are the forms that a change is told in.
var changeForms = map[string]live.Form{"": live.Full, "full": live.Full, "compact": live.Compact}

func (q *query) changeForm() live.Form {
	name := q.text("form")
	form, known := changeForms[name]
	if !known {
		q.AddParameter("form", "invalid", "%q is not one of full, compact", clip(name))
	}
	return form
}

func (q *query) changeFilter() record.ChangeFilter {
	return record.ChangeFilter{
		Entities: choiceOf(q, "entity", record.Entities), Actions: choiceOf(q, "action", record.Actions),
		Call: q.ref("call"), Union: q.ref("union"), Under: q.ref("under"),
	}
}

// stream follows the change feed by Server-Sent Events.
//
//	@ID          streamChanges
//	@Summary     Follow the change feed
//	@Description Server-Sent Events (WHATWG HTML §9.2): each change as it is committed, with its seq as the event's id and the change as JSON in data. A client that reconnects sends Last-Event-ID, as browsers do by themselves, and misses nothing and gets nothing twice; so does after, which wins over it. Without either, the stream begins with the next change. Lines that begin with a colon keep the connection alive. Who does not read is cut off, and resumes.
//	@Tags        changes
//	@Produce     text/event-stream
//	@Param       after         query  int      false "Changes behind this seq" minimum(0)
//	@Param       Last-Event-ID header string   false "The id of the last event that was received"
//	@Param       entity        query  []string false "Of these entities" Enums(union,affiliation,call,endorsement,statement,source) collectionFormat(csv)
//	@Param       action        query  []string false "Of these actions" Enums(created,updated,deleted,restored,reverted,merged,unmerged) collectionFormat(csv)
//	@Param       entity!       query  []string false "Of none of these entities" collectionFormat(csv) extensions(x-go-name=NotEntity)
//	@Param       action!       query  []string false "Of none of these actions" collectionFormat(csv) extensions(x-go-name=NotAction)
//	@Param       call          query  string   false "About this call (id or slug)"
//	@Param       union         query  string   false "About this union (id or slug)"
//	@Param       under         query  string   false "About this union or one below it (id or slug)"
//	@Param       form          query  string   false "full has the record's facts before and after; compact only says what changed" Enums(full,compact) default(full)
//	@Param       limit         query  int      false "End after so many changes; without it the stream does not end" minimum(1) maximum(10000)
//	@Success     200 {string} string "Events, without an end"
//	@Failure     default {object} Problem
//	@Router      /v1/changes/stream [get]
func (s *Server) stream(c *gin.Context) {
	q := s.query(c)
	f, form := q.changeFilter(), q.changeForm()
	after, err := q.resume(c)
	limit := q.number("limit", 0, 1, 10_000)
	if err == nil {
		err = q.done()
	}
	ctx := c.Request.Context()
	var selector record.ChangeSelector
	if err == nil {
		if after < 0 {
			after = s.store.Seq()
		}
		err = s.reached(ctx, after)
	}
	if err == nil {
		selector, err = s.store.ChangeSelector(ctx, f)
	}
	defer s.streams.Add(-1)
	if s.streams.Add(1) > mostStreams && err == nil {
		err = record.Errorf(record.CodeUnavailable, "There are %d streams already: try again, or ask the feed.", mostStreams)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	c.Status(http.StatusOK)
	c.Writer.WriteHeaderNow()
	if c.Request.Method == http.MethodHead {
		return
	}
	// The client has said all it has to say; the time to say it must not end the stream.
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Time{}) // a recorder of tests has none
	reader := &follower{s: s, filter: f, selector: selector, form: form, at: after, left: limit, out: c.Writer, control: http.NewResponseController(c.Writer)}
	if err := reader.follow(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, errCutOff) {
		// The answer has begun: the client learns by the end of the stream, and resumes.
		s.log.ErrorContext(ctx, "a stream ended early", "error", err)
	}
}

// await holds a request for the feed back until there is something to answer, for as long as it said it
// would wait. What is wrong with it is told by who answers it.
func (s *Server) await(c *gin.Context) {
	q := s.query(c)
	seconds := q.number("wait", 0, 0, longestWait)
	f := q.changeFilter()
	f.After, f.Limit = int64(q.number("after", 0, 0, 1<<62)), 1
	if seconds == 0 || q.Any() || c.Request.Method == http.MethodHead {
		return
	}
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Time{}) // as for streams
	ctx, cancel := context.WithTimeout(c.Request.Context(), time.Duration(seconds)*time.Second)
	defer cancel()
	defer context.AfterFunc(s.draining, cancel)()
	for {
		seq := s.store.Seq()
		changes, err := s.store.Changes(ctx, f)
		if err != nil || len(changes) > 0 || s.store.Await(ctx, max(seq, f.After)) != nil {
			return
		}
	}
}

// resume is the seq after which a stream goes on; -1 is now.
func (q *query) resume(c *gin.Context) (int64, error) {
	last := c.GetHeader("Last-Event-ID")
	if q.values.Has("after") {
		return int64(q.number("after", 0, 0, 1<<62)), nil
	}
	q.asked = append(q.asked, "after")
	if last == "" {
		return -1, nil
	}
	n, err := strconv.ParseInt(last, 10, 64)
	if err != nil || n < 0 {
		return 0, malformedHeader("Last-Event-ID", "the id of an event is a number")
	}
	return n, nil
}

// reached refuses to go on after a change that is not there: the client's copy is of another record, or
// of one that was since put back from a backup.
func (s *Server) reached(ctx context.Context, after int64) error {
	there, err := s.store.Reached(ctx, after)
	if err != nil || there {
		return err
	}
	var f record.Faults
	f.AddParameter("after", "range", "the record ends at seq %d: start again from there, or from 0", s.store.Seq())
	return f.Err("The query")
}

// errCutOff ends the stream of a reader that does not read, or is gone.
var errCutOff = errors.New("the reader is gone")

// follower is one stream.
type follower struct {
	s        *Server
	filter   record.ChangeFilter
	selector record.ChangeSelector
	form     live.Form
	at       int64 // the last seq that was looked at
	left     int   // how many changes more; 0 is no end
	out      http.ResponseWriter
	control  *http.ResponseController
	buffer   bytes.Buffer
}

// follow sends changes until the client, the server or the limit ends it.
func (f *follower) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(f.s.draining, cancel) //nolint:contextcheck // the server's end ends the stream too
	defer stop()
	f.buffer.WriteString(": the stream begins after seq " + strconv.FormatInt(f.at, 10) + "\n\n")
	for {
		if err := f.flush(); err != nil {
			return err
		}
		events, err := f.next(ctx)
		switch {
		case f.s.draining.Err() != nil:
			// Not all at once, when a server that many follow is started again.
			fmt.Fprintf(&f.buffer, "retry: %d\n\n", 500+rand.IntN(2500)) //nolint:gosec // it spreads reconnections and hides nothing
			return f.flush()
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
			f.buffer.WriteString(":\n\n")
			continue
		case err != nil:
			return err
		}
		for _, e := range events {
			body, err := e.Encoded(f.form, encodeEvent(f.form))
			if err != nil {
				return err
			}
			fmt.Fprintf(&f.buffer, "id: %d\ndata: %s\n\n", e.Seq, body)
			if f.left--; f.left == 0 {
				return f.flush()
			}
			if f.buffer.Len() > 64<<10 {
				if err := f.flush(); err != nil {
					return err
				}
			}
		}
	}
}

// next waits for changes and answers those that the stream is about.
func (f *follower) next(ctx context.Context) ([]*live.Event, error) {
	waiting, cancel := context.WithTimeout(ctx, f.s.patience.quiet)
	defer cancel()
	events, held, err := f.s.hub.After(waiting, f.at)
	if err != nil {
		return nil, err
	}
	if !held {
		return f.catchUp(ctx)
	}
	var out []*live.Event
	for _, e := range events[:min(len(events), streamedOnce)] {
		if f.filter.Under != "" && e.MovesGraph() {
			if f.selector, err = f.s.store.ChangeSelector(ctx, f.filter); err != nil {
				return nil, err
			}
		}
		f.at = e.Seq
		if f.selector.Selects(e.Change, e.Subjects) {
			out = append(out, e)
		}
	}
	return out, nil
}

// catchUp reads what the hub no longer holds.
func (f *follower) catchUp(ctx context.Context) ([]*live.Event, error) {
	all := f.s.store.Seq()
	part := f.filter
	part.After, part.Limit = f.at, streamedOnce
	changes, err := f.s.store.Changes(ctx, part)
	if err != nil {
		return nil, err
	}
	f.at = max(f.at, all)
	if len(changes) > 0 && (len(changes) == part.Limit || changes[len(changes)-1].Seq > all) {
		f.at = changes[len(changes)-1].Seq
	}
	return live.Events(changes)
}

func (f *follower) flush() error {
	if f.buffer.Len() == 0 {
		return nil
	}
	defer f.buffer.Reset()
	// A test's recorder knows no deadlines.
	if err := f.control.SetWriteDeadline(time.Now().Add(f.s.patience.slow)); err != nil && !errors.Is(err, http.ErrNotSupported) { //nolint:forbidigo // a deadline of the connection, not a fact
		return err
	}
	if _, err := f.out.Write(f.buffer.Bytes()); err != nil {
		return errCutOff
	}
	if f.buffer.Cap() > 8<<10 {
		f.buffer = bytes.Buffer{} // most streams are idle: what one held once is not kept
	}
	if err := f.control.Flush(); err != nil {
		return errCutOff
	}
	return nil
}

// encodeEvent makes the JSON of an event on one line.
func encodeEvent(form live.Form) func(*live.Event) ([]byte, error) {
	return func(e *live.Event) ([]byte, error) {
		told, err := changeDTO(e.Change, form)
		if err != nil {
			return nil, err
		}
		return json.Marshal(told)
	}
}
