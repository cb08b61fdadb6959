package api_test

import (
	"testing"

	"rollcall/internal/record"
)

func TestAnAffiliationIsCreatedReadChangedAndDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		list := "/v1/unions/" + s.other.Slug + "/affiliations"
		a := s.post(list, obj{"parent": s.own.ID, "from": "2013-07"}).want(201)
		a.is("child.slug", s.other.Slug, "parent.slug", s.own.Slug, "type", "chartered", "from", "2013-07", "until", "", "version", "1")
		path := a.Header.Get("Location")
		if string(s.get(path).want(200).body) != string(a.body) {
			t.Error("GET answers something else than POST")
		}
		s.get("/v1/unions/"+s.own.Slug+"/affiliations/"+a.text("id")).want(200).is("child.slug", s.other.Slug)
		s.get("/v1/unions/"+s.local.Slug+"/affiliations/"+a.text("id")).problem(404, "not_found")

		b := s.patch(path, a.etag(), obj{"until": "2020", "type": "affiliated"}).want(200).is("until", "2020", "type", "affiliated", "from", "2013-07", "version", "2")
		s.patch(path, b.etag(), obj{"until": nil, "from": nil}).want(200).is("until", "", "from", "")
		s.patch(path, `"3"`, obj{"parent": nil}).problem(422, "invalid", "/parent required")
		s.delete(path, `"3"`).want(204)
		s.get(path).problem(410, "gone")
		s.delete(path, `"4"`).problem(410, "gone")
		s.get(path+"/revisions").lists("action", "deleted", "updated", "updated", "created")
	})
}

func TestAffiliationsAreThoseWithParentsAndWithChildren(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		council := s.Union(record.KindLaborCouncil, "A council")
		s.post("/v1/unions/"+s.local.Slug+"/affiliations", obj{"parent": council.Slug, "type": "affiliated", "from": "1990", "until": "2010"}).want(201)
		s.Affiliate(s.Union(record.KindUnit, "A unit"), s.local, "2000", "")
		list := "/v1/unions/" + s.local.Slug + "/affiliations"
		s.get(list).want(200)
		s.get(list+"?sort=from").lists("from", "", "1990", "2000")
		s.get(list+"?sort=-from").lists("from", "2000", "1990", "")
		s.get(list+"?as_of=2005&sort=from").lists("from", "", "1990", "2000")
		s.get(list+"?as_of=2026&sort=from").lists("from", "", "2000")
		s.get("/v1/unions/nobody/affiliations").problem(404, "not_found")
		s.get("/v1/unions/"+s.local.Slug+"?as_of=2005").want(200).is("parents.0.slug", "a-council", "parents.0.type", "affiliated", "parents.1.slug", s.own.Slug)
		s.get("/v1/unions/"+s.local.Slug).want(200).is("parents.1", "")
	})
}

func TestAnAffiliationThatClosesACycleIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/unions/"+s.own.Slug+"/affiliations", obj{"parent": s.local.Slug}).problem(409, "cycle", "/parent cycle")
		s.post("/v1/unions/"+s.own.Slug+"/affiliations", obj{"parent": s.own.Slug}).problem(409, "cycle", "/parent cycle")
		s.post("/v1/unions/"+s.local.Slug+"/affiliations", obj{"parent": s.own.Slug}).problem(409, "conflict")
		s.post("/v1/unions/"+s.local.Slug+"/affiliations", obj{"parent": "nobody", "type": "friends", "from": "2026-13", "until": 5}).
			problem(422, "invalid", "/parent unknown", "/type invalid", "/from invalid_date", "/until type")
		s.post("/v1/unions/"+s.local.Slug+"/affiliations", obj{"parent": s.other.Slug, "from": "2020", "until": "2019"}).problem(422, "invalid", "/until range")
		s.post("/v1/unions/nobody/affiliations", obj{"parent": s.other.Slug}).problem(404, "not_found")
	})
}

func TestTheHistoryOfAnAffiliationIsFoundUnderItsUnionsOnly(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		a := s.Affiliate(s.other, s.own, "", "")
		for _, u := range []record.Union{s.other, s.own} {
			base := "/v1/unions/" + u.Slug + "/affiliations/" + a.ID.String() + "/revisions"
			s.get(base).lists("version", "1")
			s.get(base+"/1").want(200).is("after.parent.slug", s.own.Slug)
			s.post(base+"/1/revert", nil).want(200)
			s.delete("/v1/unions/"+u.Slug+"/affiliations/"+a.ID.String(), "*").want(204)
			s.post(base+"/1/revert", nil).want(200).is("action", "restored")
			s.delete("/v1/unions/"+u.Slug+"/affiliations/"+a.ID.String(), "*").want(204)
			a = s.Affiliate(s.other, s.own, "", "")
		}
		for _, name := range []string{s.local.Slug, "nobody", "Not_A_Slug"} {
			base := "/v1/unions/" + name + "/affiliations/" + a.ID.String() + "/revisions"
			s.get(base).problem(404, "not_found")
			s.get(base+"/1").problem(404, "not_found")
			s.post(base+"/1/revert", nil).problem(404, "not_found")
		}
	})
}
