package api

import (
	"time"

	"rollcall/cmd/openapi/testdata/toy/record"
)

// Problem says what went wrong (RFC 9457).
type Problem struct {
	Type   string         `json:"type" example:"about:blank"`
	Status int            `json:"status" example:"404"`
	Code   string         `json:"code" example:"not_found"`
	Errors []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one bad member.
type ProblemField struct {
	Pointer string `json:"pointer,omitempty"`
	Detail  string `json:"detail"`
}

// List is one page of a list.
type List[T any] struct {
	Data []T  `json:"data"`
	Page Page `json:"page"`
}

// Page says how a list goes on.
type Page struct {
	Next  *string `json:"next"` // null on the last page
	Limit int     `json:"limit" example:"50"`
	Total *int    `json:"total,omitempty"`
}

type stamps struct {
	Version   int       `json:"version" example:"3"`
	CreatedAt time.Time `json:"created_at"`
}

// Union is a body of organized workers. The comment is
// broken over two lines.
type Union struct {
	ID      string         `json:"id" format:"uuid"`
	Name    string         `json:"name" example:"Local 17"`
	Kind    record.Kind    `json:"kind" example:"local"`
	Place   *record.Place  `json:"place"`
	Places  []record.Place `json:"places"`
	Founded record.Date    `json:"founded" example:"2026-01"`
	Dates   []record.Date  `json:"dates" example:"2026,2025-02"`
	Seen    map[string]int `json:"seen"`
	Any     any            `json:"any" swaggertype:"object" extensions:"x-nullable"`
	// Main is the place that counts.
	Main *record.Place `json:"main"`
	Was  *record.Kind  `json:"was"`
	stamps
}

// UnionBody is what a client writes.
type UnionBody struct {
	Name    string         `json:"name" minLength:"1" maxLength:"200" validate:"required"`
	Kind    record.Kind    `json:"kind" validate:"required"`
	Place   *record.Place  `json:"place,omitempty"`
	Places  []record.Place `json:"places,omitempty" validate:"max=5"`
	Founded record.Date    `json:"founded,omitempty"`
	Status  string         `json:"status" enums:"active,dissolved" default:"active"`
	Extra   any            `json:"extra" swaggertype:"object"`
}

// listUnions answers a page.
//
//	@ID			listUnions
//	@Summary	List unions
//	@Description	Every union,
//	@Description	by name.
//	@Tags		unions
//	@Produce	json,text/csv,application/x-ndjson
//	@Param		kind			query	record.Kind	false	"Only this kind"
//	@Param		from			query	string		false	"Since"	format(partial-date) example(2026)
//	@Param		cursor			query	string		false	"shared"
//	@Param		limit			query	int			false	"shared"
//	@Param		If-None-Match	header	string		false	"shared"
//	@Success	200	{object}	List[Union]	"A page"
//	@Failure	default	{object}	Problem
//	@Router		/v1/unions [get]
func listUnions() {}

// createUnion creates one.
//
//	@ID			createUnion
//	@Summary	Create a union
//	@Tags		unions
//	@Param		Idempotency-Key	header	string		false	"shared"
//	@Param		Rollcall-Reason	header	string		false	"shared"
//	@Param		body			body	UnionBody	true	"The union"
//	@Success	201	{object}	Union	"The union as created"
//	@Failure	409	"Another union has this name."
//	@Failure	default	{object}	Problem
//	@Security	bearerAuth
//	@Router		/v1/unions [post]
func createUnion() {}

// getUnion answers one.
//
//	@ID			getUnion
//	@Summary	Read a union
//	@Tags		unions
//	@Param		union			path	string	true	"shared"
//	@Param		as_of			query	string	false	"shared"
//	@Param		If-None-Match	header	string	false	"shared"
//	@Success	200	{object}	Union
//	@Failure	default	{object}	Problem
//	@Router		/v1/unions/{union} [get]
func getUnion() {}

// updateUnion changes one.
//
//	@ID			updateUnion
//	@Summary	Change a union
//	@Tags		unions
//	@Accept		application/merge-patch+json
//	@Param		union			path	string		true	"shared"
//	@Param		If-Match		header	string		true	"shared"
//	@Param		Rollcall-Reason	header	string		false	"shared"
//	@Param		body			body	UnionBody	true	"A merge patch"
//	@Success	200	{object}	Union
//	@Failure	409
//	@Failure	default	{object}	Problem
//	@Security	bearerAuth
//	@Router		/v1/unions/{union} [patch]
func updateUnion() {}

// deleteUnion deletes one.
//
//	@ID			deleteUnion
//	@Summary	Delete a union
//	@Tags		unions
//	@Param		union		path	string	true	"shared"
//	@Param		If-Match	header	string	true	"shared"
//	@Success	204	"Deleted"
//	@Failure	default	{object}	Problem
//	@Security	bearerAuth
//	@Router		/v1/unions/{union} [delete]
func deleteUnion() {}

// livez answers while the process lives.
//
//	@ID			livez
//	@Summary	Whether the process lives
//	@Tags		service
//	@Produce	plain
//	@Success	200	{string}	string	"It does"
//	@Failure	default	{object}	Problem
//	@Router		/livez [get]
func livez() {}
