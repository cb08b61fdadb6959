package api_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"rollcall/internal/store/storetest"
)

// form posts a form to the reconciliation service. Its values that are no text are sent as JSON.
func (s *service) form(values obj) *answer {
	s.Helper()
	form := url.Values{}
	for name, v := range values {
		text, ok := v.(string)
		if !ok {
			text = string(storetest.Must(json.Marshal(v))(s))
		}
		form.Set(name, text)
	}
	return s.do("anonymous", "POST", "/reconcile", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

func TestFirst(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		t.Log(string(s.get("/reconcile").want(200).body))
		t.Log(string(s.form(obj{"queries": obj{"q0": obj{"query": "Service Employees Local 26"}, "q1": obj{"query": "a day of action"}, "q2": obj{"query": s.local.ID}, "q3": obj{}}}).want(200).body))
		t.Log(string(s.form(obj{"extend": obj{"ids": []any{s.local.ID, s.call.ID, "x"}, "properties": []obj{{"id": "name"}, {"id": "affiliation"}, {"id": "endorsed"}, {"id": "starts_on"}, {"id": "position", "settings": obj{"call": s.call.Slug}}}}}).want(200).body))
		t.Log(string(s.get("/reconcile/suggest/entity?prefix=seiu&spell=always&exact=false&prefixed=true").want(200).body))
		t.Log(string(s.get("/reconcile/preview?id=" + s.local.ID.String()).want(200).body))
		t.Log(string(s.get("/reconcile/").want(200).body))
	})
}
