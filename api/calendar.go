package api

import (
	"net/http"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
)

const mediaCalendar = "text/calendar"

// mostEvents bounds a calendar: what programs that show one can take.
const mostEvents = 1000

// calendar answers the calls that have a day, the latest first.
func (s *Server) calendar(c *gin.Context, q *query) (reply, error) {
	if err := q.done(); err != nil {
		return reply{}, err
	}
	l, err := s.store.Calls(c.Request.Context(), record.CallFilter{}, record.Page{Limit: mostEvents, Sort: "starts_on", Descending: true})
	if err != nil {
		return reply{}, err
	}
	return s.calendarReply(c, l.Items)
}

func (s *Server) calendarReply(c *gin.Context, calls []record.Call) (reply, error) {
	cal := ics.NewCalendarFor("Rollcall")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName("Rollcall")
	for _, call := range calls {
		s.addEvent(c, cal, call)
	}
	return reply{status: http.StatusOK, text: cal.Serialize(ics.WithNewLineWindows), mediaType: mediaCalendar + "; charset=utf-8", private: s.public == ""}, nil
}

// addEvent adds a call to a calendar as whole days, if it is known which: a calendar has no partial dates,
// and a month is no day of it.
func (s *Server) addEvent(c *gin.Context, cal *ics.Calendar, call record.Call) {
	first, err := time.Parse(time.DateOnly, string(call.StartsOn))
	if err != nil {
		return
	}
	last, err := time.Parse(time.DateOnly, string(call.EndsOn))
	if err != nil {
		last = first
	}
	e := cal.AddEvent(call.ID.String())
	e.SetDtStampTime(call.UpdatedAt)
	e.SetModifiedAt(call.UpdatedAt)
	e.SetCreatedTime(call.CreatedAt)
	e.SetAllDayStartAt(first)
	e.SetAllDayEndAt(last.AddDate(0, 0, 1)) // the day after the last (RFC 5545 §3.6.1)
	e.SetSequence(call.Version)
	e.SetSummary(call.Title)
	e.SetDescription(call.Summary)
	e.SetURL(s.base(c) + "/v1/calls/" + call.Slug)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if call.Cancelled {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
	place := strings.TrimPrefix(call.Place.City+", "+strings.TrimPrefix(call.Place.Region, call.Place.Country+"-")+", "+call.Place.Country, ", ")
	if place = strings.Trim(strings.ReplaceAll(place, ", , ", ", "), ", "); place != "" {
		e.SetLocation(place)
	}
	if call.Place.Latitude != nil && call.Place.Longitude != nil {
		e.SetGeo(*call.Place.Latitude, *call.Place.Longitude)
	}
}
