package match_test

import (
	"testing"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

func TestAScanSaysWhichWordsAreNames(t *testing.T) {
	x := index(record.Union{ID: id("Education Minnesota"), Name: "Education Minnesota", Kind: record.KindIntermediate, Status: record.StatusActive, Names: record.List[record.Name]{{Value: "Education Minnesota", Type: "official"}}})
	for _, c := range []struct {
		words []string
		want  match.Named
	}{
		{[]string{"seiu"}, match.Named{National: true, Table: true}},
		{[]string{"service", "employees", "international", "union"}, match.Named{National: true, Table: true}},
		{[]string{"federation", "of", "teachers"}, match.Named{National: true, Table: true, Body: true}},
		{[]string{"unite"}, match.Named{National: true, Table: true, Everyday: true}},
		{[]string{"education", "minnesota"}, match.Named{Weight: 1}},
		{[]string{"education"}, match.Named{}},
		{nil, match.Named{}},
	} {
		s := x.Scan()
		var got match.Named
		for _, w := range c.words {
			got, _ = s.Add(w)
		}
		if got != c.want {
			t.Errorf("%v: %+v, want %+v", c.words, got, c.want)
		}
	}
}

func TestAScanKnowsWhenNoNameCanFollow(t *testing.T) {
	s := match.New().Scan()
	if _, more := s.Add("service"); !more {
		t.Error("service may begin a name")
	}
	if _, more := s.Add("station"); more {
		t.Error("service station begins none")
	}
	s.Reset()
	if _, more := s.Add("teamsters"); !more {
		t.Error("teamsters chauffeurs … is a name")
	}
	for range 100 {
		s.Add("chauffeurs")
	}
	if got, more := s.Add("teamsters"); more || got != (match.Named{}) {
		t.Errorf("a run without end is no name: %+v", got)
	}
}
