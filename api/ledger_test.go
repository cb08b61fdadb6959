package api_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestEveryWriteIsInTheFeedWithItsReasonAndItsFacts(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		after := strconv.FormatInt(s.Store.Seq(), 10)
		u := s.post("/v1/unions", obj{"kind": "local", "name": "A", "members": obj{"count": 5, "as_of": "2020"}}, "Rollcall-Reason", "Fand%20es%20%C3%B6ffentlich").want(201)
		path := u.Header.Get("Location")
		s.patch(path, u.etag(), obj{"founded": "1950"}, "Rollcall-Reason", "100% sure").want(200)
		s.delete(path, `"2"`, "Rollcall-Reason", "Made twice").want(204)
		s.post(path+"/revisions/1/revert", nil).want(200)

		feed := s.get("/v1/changes?after=" + after)
		feed.lists("action", "created", "updated", "deleted", "restored")
		feed.lists("reason", "Fand es öffentlich", "100% sure", "Made twice", "")
		feed.lists("version", "1", "2", "3", "4")
		feed.lists("entity", "union", "union", "union", "union")
		feed.is("data.0.actor", "admin", "data.0.before", "", "data.0.after.name", "A", "data.0.after.members.count", "5", "data.0.after.members_history.0.as_of", "2020",
			"data.1.before.founded", "", "data.1.after.founded", "1950", "data.2.before.founded", "1950", "data.2.after", "", "data.3.before", "", "data.3.after.founded", "",
			"data.0.id", u.text("id"), "page.next", "")
		last := feed.text("data.3.seq")
		feed.is("page.after", last)
		s.get("/v1/changes?after="+last).want(200).is("data", "[]", "page.after", last)
		for i, seq := range s.get("/v1/changes?limit=200").column("seq") {
			if seq != strconv.Itoa(i+1) {
				t.Errorf("change %d has seq %s", i, seq)
			}
		}
		s.patch(path, "*", obj{}, "Rollcall-Reason", strings.Repeat("x", 1001)).problem(422, "invalid", "Rollcall-Reason too_long")
		s.patch(path, "*", obj{}, "Rollcall-Reason", "a%00b").problem(422, "invalid", "Rollcall-Reason invalid")
	})
}

func TestTheFeedTellsOfEveryEntity(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		e := s.put(s.stand(s.local), obj{"position": "endorsed", "citations": []obj{{"source": obj{"url": "https://example.org/a"}}}}, "Rollcall-Reason", "Press").want(201)
		st := s.statement(s.other)
		s.delete("/v1/statements/"+st.ID.String(), `"1"`).want(204)
		for query, want := range map[string]string{
			"entity=union":                                 "union union union",
			"entity=source,statement":                      "source statement statement",
			"entity=call&entity=affiliation":               "affiliation call",
			"entity=endorsement":                           "endorsement",
			"action=deleted":                               "statement",
			"action=deleted&entity=union":                  "",
			"call=" + s.call.Slug:                          "call endorsement",
			"call=" + s.call.ID.String():                   "call endorsement",
			"union=" + s.other.Slug:                        "union statement statement",
			"union=" + s.local.Slug:                        "union affiliation endorsement",
			"under=" + s.own.Slug:                          "union union affiliation endorsement",
			"under=" + s.own.Slug + "&call=" + s.call.Slug: "endorsement",
		} {
			s.get("/v1/changes?"+query).lists("entity", strings.Fields(want)...)
		}
		s.get("/v1/changes?entity=endorsement").is("data.0.after.position", "endorsed", "data.0.after.positions.0.position", "endorsed", "data.0.after.union.slug", s.local.Slug,
			"data.0.after.citations.0.source.url", "https://example.org/a", "data.0.id", e.text("id"))
		s.get("/v1/changes?entity=call").is("data.0.after.slug", s.call.Slug, "data.0.after.phase", "")
		s.get("/v1/changes?union=nobody").problem(422, "invalid", "union unknown")
		s.get("/v1/changes?after=-1&entity=key&action=seen&limit=0&cursor=x").
			problem(400, "malformed", "after malformed", "entity invalid", "action invalid", "limit malformed", "cursor unknown")
		s.get("/v1/changes?after=99999999999999999999").problem(400, "malformed", "after malformed")
		s.get("/v1/changes?after=4611686018427387904").want(200).is("data", "[]")
	})
}

func TestTheFeedIsPagedByAfter(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for range 4 {
			s.Local(s.name())
		}
		want := s.get("/v1/changes?entity=union").column("seq")
		var got []string
		for path := "/v1/changes?entity=union&limit=2"; path != ""; {
			a := s.get(path).want(200)
			got = append(got, a.column("seq")...)
			path = next(a)
			if (path == "") != (a.at("page.next") == nil) {
				t.Errorf("Link is %q and page.next %v", a.Header.Get("Link"), a.at("page.next"))
			}
			s.Call(s.name(), "2026") // others write in between
		}
		if !slices.Equal(got, want) {
			t.Errorf("the pages hold %q, want %q", got, want)
		}
	})
}

// next is the address of the next page in the Link header, empty if there is none.
func next(a *answer) string {
	for _, link := range a.Header.Values("Link") {
		if path, rest, found := strings.Cut(strings.TrimPrefix(link, "<"), ">"); found && strings.Contains(rest, `rel="next"`) {
			return path
		}
	}
	return ""
}

func TestRevisionsAreListedReadAndPutBack(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := "/v1/calls/" + s.call.Slug
		s.patch(path, `"1"`, obj{"summary": "Two"}).want(200)
		s.patch(path, `"2"`, obj{"summary": "Three"}).want(200)
		list := s.get(path + "/revisions")
		list.lists("version", "3", "2", "1")
		s.get(path+"/revisions?sort=version&limit=2").lists("after.summary", "", "Two")
		one := s.get(path+"/revisions/2").want(200).is("before.summary", "", "after.summary", "Two", "entity", "call", "version", "2", "actor", "admin")
		if one.etag() == "" {
			t.Error("a revision has no ETag")
		}
		for _, n := range []string{"4", "0", "-1", "x", "1.5", "99999999999", "99999999999999999999", "%31%20", "1%00"} {
			s.get(path+"/revisions/"+n).problem(404, "not_found")
		}
		s.post(path+"/revisions/4/revert", nil).problem(404, "not_found")
		s.post(path+"/revisions/1/revert", nil, "If-Match", `"2"`).problem(412, "stale")
		for _, foreign := range []string{`"abc"`, `"0"`, `"-3"`, `""`} {
			s.post(path+"/revisions/1/revert", nil, "If-Match", foreign).problem(412, "stale")
		}
		s.post(path+"/revisions/1/revert", nil, "If-Match", "3").problem(400, "malformed", "If-Match malformed")
		s.post(path+"/revisions/1/revert", nil, "If-None-Match", "*").problem(400, "malformed", "If-None-Match malformed")
		back := s.post(path+"/revisions/1/revert", nil, "If-Match", s.get(path).etag(), "Rollcall-Reason", "It was right").want(200)
		back.is("action", "reverted", "version", "4", "after.summary", "", "before.summary", "Three", "reason", "It was right")
		s.get(path).want(200).is("summary", "", "version", "4")
		s.get("/v1/calls/nothing/revisions").problem(404, "not_found")
		s.get("/v1/sources/"+s.call.ID.String()+"/revisions").problem(404, "not_found")
		s.get("/v1/sources/not-an-id/revisions").problem(404, "not_found")
	})
}

func TestADeletedRecordIsRestoredByAnEarlierRevision(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		e := s.endorsement(s.local)
		path := "/v1/endorsements/" + e.ID.String()
		s.delete(path, `"1"`).want(204)
		s.get(path+"/revisions").lists("action", "deleted", "created")
		s.get(path+"/revisions/2").want(200).is("after", "", "before.position", "endorsed")
		s.post(path+"/revisions/2/revert", nil).problem(422, "invalid")
		s.post(path+"/revisions/1/revert", nil).want(200).is("action", "restored", "version", "3", "after.position", "endorsed")
		s.get(path).want(200).is("position", "endorsed", "version", "3", "citations.0.source.url", "https://example.org/report")

		// What has since been taken by another record stands in the way.
		u := s.Local("Once")
		s.delete("/v1/unions/once", `"1"`).want(204)
		s.post("/v1/unions", obj{"kind": "local", "name": "Once again", "slug": "once"}).want(201)
		s.post("/v1/unions/"+u.ID.String()+"/revisions/1/revert", nil).problem(409, "conflict", "/slug duplicate")
		s.get("/v1/unions/once/revisions").lists("after.name", "Once again")
		s.get("/v1/unions/"+u.ID.String()+"/revisions").lists("action", "deleted", "created")
	})
}

func TestRevisionsGoThroughAMerge(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		twin := s.Local("A twin")
		storetest.Must(s.Store.MergeUnions(t.Context(), storetest.By("editor"), record.Ref(twin.Slug), record.Ref(s.local.Slug)))(t)
		s.get("/v1/unions/"+twin.Slug+"/revisions").lists("action", "merged", "created")
		s.get("/v1/unions/"+twin.Slug+"/revisions/2").want(200).is("after.merged_into", s.local.ID.String(), "after.status", "merged")
		s.post("/v1/unions/"+twin.Slug+"/revisions/1/revert", nil).problem(409, "conflict")
	})
}
