package api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"rollcall/api"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// badge is what a reader of the picture finds in it.
type badge struct {
	XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
	Role    string   `xml:"role,attr"`
	Label   string   `xml:"aria-label,attr"`
	Title   string   `xml:"title"`
	Texts   []string `xml:"g>text"`
}

func (a *answer) badge() badge {
	a.Helper()
	a.want(200)
	var b badge
	if err := xml.Unmarshal(a.body, &b); err != nil {
		a.Fatalf("%v: %s", err, a.body)
	}
	if b.Role != "img" || b.Label != b.Title || len(b.Texts) != 2 || a.Header.Get("Content-Type") != "image/svg+xml; charset=utf-8" {
		a.Errorf("the badge is %+v, %s", b, a.Header.Get("Content-Type"))
	}
	return b
}

// said is the text of a page, its elements left out.
func (a *answer) said() string {
	a.Helper()
	a.want(200)
	_, body, _ := strings.Cut(string(a.body), "<body>")
	return strings.Join(strings.Fields(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " "))), " ")
}

// oembed is the address of the answer about an address.
func oembed(address string, parameters ...string) string {
	return "/oembed?" + strings.Join(append([]string{"url=" + url.QueryEscape(address)}, parameters...), "&")
}

// embedded are the routes that show a call.
func embedded(s *service, call string) []string {
	return []string{"/badge/calls/" + call + ".svg", "/badge/calls/" + call + ".json", "/embed/calls/" + call, oembed(s.url + "/embed/calls/" + call)}
}

func TestBadgesAndEmbedsSayWhatTheTallySays(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/unions/"+s.local.Slug+"/locals", obj{"name": "A unit"}).want(201)
		caucus := s.Union(record.KindCaucus, "A caucus", s.own)
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-10", "https://example.org/a"))
		before := s.Clock.Now()
		s.Put(s.call, s.other, s.Position(record.Supported, "2026-01-12"))
		s.Put(s.call, s.own, s.Position(record.Endorsed, "2026-01-14"))
		s.Put(s.call, caucus, s.Position(record.Endorsed, "2026-01-15"))
		third := s.Local("A third")
		officer := s.Position(record.Endorsed, "2026-01-16")
		officer.Capacity = record.CapacityOfficer
		s.Put(s.call, third, officer)

		path := "/calls/" + s.call.Slug
		for _, query := range []string{"", "?as_of=2026-01-13", "?as_of=2020", "?known_at=" + url.QueryEscape(before.Format(time.RFC3339Nano))} {
			tally := s.get("/v1" + path + "/tally" + query).want(200)
			page := s.get("/embed" + path + query).said()
			for _, p := range record.Stances {
				n, _ := strconv.Atoi(tally.text("positions." + string(p)))
				words := strconv.Itoa(n) + " bodies"
				if n == 1 {
					words = "1 body"
				}
				of := "?" + strings.TrimPrefix(query+"&position="+string(p), "?")
				if got := s.get("/badge" + path + ".svg" + of).badge(); got.Texts[1] != words || !strings.HasPrefix(got.Label, got.Texts[0]+" "+words) || !strings.Contains(got.Label, s.call.Title) {
					t.Errorf("%s: the badge says %+v, the tally %d", of, got, n)
				}
				s.get("/badge"+path+".json"+of).want(200).is("schemaVersion", "1", "message", words)
			}
			n := tally.text("positions.endorsed")
			if n == "" != strings.Contains(page, "No positions are recorded for that time.") || n != "" && !strings.Contains(page, "Endorsed "+n) {
				t.Errorf("%s: the tally has %q endorsed, the page says %s", query, n, page)
			}
			if strings.Contains(page, "caucus") || strings.Contains(page, "A third") {
				t.Errorf("%s: the page shows what is not counted: %s", query, page)
			}
		}
		s.get("/badge"+path+".json").is("label", "endorsed by", "message", "2 bodies", "color", "#0a5a9c")
		s.get("/badge"+path+".json?label=unions+%26+allies").is("label", "unions & allies")
		page := s.get("/embed" + path).said()
		for _, must := range []string{
			"Endorsed 2", "Expressed support 1", "Not known.",
			"Service Employees International Union endorsed, 14 January 2026 UNITE HERE Local 17 expressed support, 12 January 2026 SEIU Local 26 endorsed, 10 January 2026, source",
			"By affiliation Service Employees International Union 2 endorsed UNITE HERE Local 17 1 expressed support",
		} {
			if !strings.Contains(page, must) {
				t.Errorf("the page lacks %q: %s", must, page)
			}
		}
		if past := s.get("/embed" + path + "?as_of=2026-01-13").said(); !strings.Contains(past, "Endorsed 1") || !strings.Contains(past, "as of 13 January 2026") {
			t.Errorf("the page of another day says %s", past)
		}
		for i := range 6 {
			s.Put(s.call, s.Local("Late "+strconv.Itoa(i)), s.Position(record.Endorsed, record.Date("2026-01-2"+strconv.Itoa(i))))
		}
		if late := s.get("/embed" + path).said(); !strings.Contains(late, "Late 5 endorsed") || !strings.Contains(late, "Late 1 endorsed") || strings.Contains(late, "Late 0 endorsed") {
			t.Errorf("the five latest are not shown: %s", late)
		}
	})
}

func TestAnEmbedRunsNothingAndAnyoneMayFrameIt(t *testing.T) {
	s := newService(t, "sqlite", nil)
	a := s.get("/embed/calls/" + s.call.Slug + "?theme=dark").want(200)
	page := string(a.body)
	_, style, _ := strings.Cut(page, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	sum := sha256.Sum256([]byte(style))
	want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors *"
	if got := a.Header.Get("Content-Security-Policy"); got != want {
		t.Errorf("the policy is %q, want %q", got, want)
	}
	for _, header := range []string{"X-Frame-Options", "Cross-Origin-Resource-Policy"} {
		if v := a.Header.Get(header); v != "" {
			t.Errorf("%s is %q", header, v)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, " style=") || strings.Contains(page, "<img") {
		t.Errorf("the page holds what its policy refuses: %s", page)
	}
	if !strings.Contains(page, `<html lang="en" data-theme="dark">`) || !strings.Contains(page, "<title>A day of action: what unions said</title>") {
		t.Errorf("the page begins %.300s", page)
	}
	for _, path := range []string{"/docs", "/docs/"} {
		if policy := s.get(path).want(200).Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s may be framed: %q", path, policy)
		}
	}
}

func TestWhatIsEmbeddedIsNotSentAgainToWhoHasIt(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, path := range embedded(s, s.call.Slug)[:3] {
			a := s.get(path).want(200)
			s.get(path, "If-None-Match", a.etag()).want(304)
			s.do("anonymous", "HEAD", path, nil).want(200)
			s.Put(s.call, s.Local(s.name()), s.Position(record.Endorsed, "2026-01-14"))
			s.get(path, "If-None-Match", a.etag()).want(200)
		}
		path := embedded(s, s.call.Slug)[3]
		s.get(path, "If-None-Match", s.get(path).want(200).etag()).want(304)
	})
}

func TestWithAPublicURLCachesMayHoldWhatIsEmbedded(t *testing.T) {
	s := newService(t, "sqlite", func(_ *store.Options, o *api.Options) { o.PublicURL = "https://rollcall.example/record/" })
	for _, path := range append(embedded(s, s.call.Slug)[:3], oembed("https://rollcall.example/record/calls/"+s.call.Slug)) {
		if cache := s.get(path).want(200).Header.Get("Cache-Control"); !strings.HasPrefix(cache, "public") {
			t.Errorf("%s: %s", path, cache)
		}
	}
	if policy := s.get("/embed/calls/" + s.call.Slug).Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors *") {
		t.Errorf("from the cache the page has the policy %q", policy)
	}
	s.get(oembed("https://rollcall.example/calls/"+s.call.Slug)).problem(404, "not_found")
	s.get(oembed(s.url+"/record/calls/"+s.call.Slug)).problem(404, "not_found")
	if a := s.get(oembed("https://ROLLCALL.example/record/embed/calls/" + s.call.Slug)).want(200).text("html"); !strings.Contains(a, `src="https://rollcall.example/record/embed/calls/a-day-of-action"`) {
		t.Errorf("the frame is %s", a)
	}
}

func TestHostileNamesStayNames(t *testing.T) {
	s := newService(t, "sqlite", nil)
	const hostile = `</title></style><script>alert("1")</script>'&`
	call := s.Call(hostile, "2026-01-23")
	union := s.Local(hostile)
	s.Put(call, union, s.Position(record.Endorsed, "2026-01-14", `https://example.org/?q="><script>`))
	b := s.get("/badge/calls/" + call.Slug + ".svg?label=" + url.QueryEscape(hostile)).badge()
	if b.Texts[0] != hostile || b.Title != hostile+" 1 body: "+hostile {
		t.Errorf("the badge says %+v", b)
	}
	page := s.get("/embed/calls/" + call.Slug).want(200)
	if strings.Contains(string(page.body), "<script") || strings.Count(string(page.body), "</title>") != 1 || strings.Count(string(page.body), "</style>") != 1 {
		t.Errorf("the page holds an element of a name: %s", page.body)
	}
	if said := page.said(); strings.Count(said, hostile) < 3 {
		t.Errorf("the page says %s", said)
	}
	o := s.get(oembed(s.url+"/embed/calls/"+call.Slug)).want(200).is("title", hostile)
	if frame := o.text("html"); strings.Contains(frame, "<script") || strings.Count(frame, "<") != 2 {
		t.Errorf("the frame is %s", frame)
	}
}

func TestWhatCannotBeEmbeddedIsRefusedPrecisely(t *testing.T) {
	s := newService(t, "sqlite", nil)
	svg, page := "/badge/calls/"+s.call.Slug+".svg", "/embed/calls/"+s.call.Slug
	for path, problem := range map[string]string{
		svg + "?position=neutral":                                "422 invalid position invalid",
		svg + "?position=endorsed,supported":                     "422 invalid position invalid",
		svg + "?position=endorsed&position=opposed":              "400 malformed position malformed",
		svg + "?position=":                                       "400 malformed position malformed",
		svg + "?style=flat":                                      "400 malformed style unknown",
		svg + "?label=%20":                                       "422 invalid label invalid",
		svg + "?label=" + strings.Repeat("%C3%BC", 81):           "422 invalid label too_long",
		svg + "?label=%ff":                                       "400 malformed label malformed",
		svg + "?as_of=2026-13":                                   "400 malformed as_of malformed",
		page + "?theme=blue":                                     "422 invalid theme invalid",
		page + "?theme=light&theme=dark":                         "400 malformed theme malformed",
		page + "?position=endorsed":                              "400 malformed position unknown",
		"/oembed":                                                "400 malformed url malformed",
		"/oembed?url=":                                           "400 malformed url malformed",
		oembed(s.url + page + "?x=" + strings.Repeat("x", 3000)): "400 malformed url malformed",
		oembed(s.url+page, "url=a"):                              "400 malformed url malformed",
		oembed(s.url+page, "maxwidth=0"):                         "400 malformed maxwidth malformed",
		oembed(s.url+page, "maxheight=-1"):                       "400 malformed maxheight malformed",
		oembed(s.url+page, "maxwidth=99999999999"):               "400 malformed maxwidth malformed",
		oembed(s.url+page, "maxwidth=wide"):                      "400 malformed maxwidth malformed",
		oembed(s.url+page, "callback=f"):                         "400 malformed callback unknown",
	} {
		words := strings.SplitN(problem, " ", 3)
		status, _ := strconv.Atoi(words[0])
		a := s.get(path)
		if a.StatusCode != status || a.text("code") != words[1] || len(a.faults()) != 1 || a.faults()[0] != words[2] {
			t.Errorf("%.100s answers %d %s %q, want %s", path, a.StatusCode, a.text("code"), a.faults(), problem)
		}
	}
	for _, path := range []string{"/badge/calls/" + s.call.Slug, "/badge/calls/" + s.call.Slug + ".png", "/badge/calls/" + s.call.Slug + ".svg.json", "/badge/calls/.svg"} {
		s.get(path).problem(404, "no_such_path")
	}
	for _, path := range []string{"/badge/calls/nobody.svg", "/badge/calls/No%20slug.json", "/embed/calls/nobody", "/badge/calls/" + s.own.ID.String() + ".svg"} {
		s.get(path).problem(404, "not_found")
	}
	host := strings.TrimPrefix(s.url, "http://")
	for _, address := range []string{
		"https://example.org/embed/calls/" + s.call.Slug, "//" + host + page, page, "javascript:alert(1)", "javascript://" + host + page, "data:text/html,x", "file://" + host + page,
		"http://user@" + host + page, "http://" + host + ".example.org" + page, "http://example.org@" + host + page, "http://" + host + "/v1/unions/" + s.own.Slug,
		s.url, s.url + "/embed/calls/", s.url + page + "/more", s.url + "/embed/calls/..%2f" + s.call.Slug, s.url + "/embed/calls/nobody", "http://[::1", "\x01", s.url + page + "?theme=blue", s.url + page + "?as_of=never",
	} {
		s.get(oembed(address)).problem(404, "not_found")
	}
	for _, format := range []string{"xml", "yaml"} {
		s.get(oembed(s.url+page, "format="+format)).problem(501, "not_implemented")
	}
}

func TestOEmbedFramesTheEmbedOfAnAddress(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		src := func(a *answer) string {
			found := regexp.MustCompile(`^<iframe src="([^"]+)"`).FindStringSubmatch(a.text("html"))
			if len(found) != 2 {
				t.Fatalf("there is no frame: %s", a.body)
			}
			return html.UnescapeString(found[1])
		}
		for _, address := range []string{"/v1/calls/" + s.call.Slug, "/embed/calls/" + s.call.ID.String(), "/calls/" + s.call.Slug, "/calls/" + s.call.Slug + "/", "/calls/" + s.call.Slug + "?utm_source=a#b"} {
			a := s.get(oembed(s.url+address, "format=json")).want(200)
			a.is("version", "1.0", "type", "rich", "title", s.call.Title, "provider_name", "Rollcall", "width", "600", "height", "580")
			if src(a) != s.url+"/embed/calls/"+s.call.Slug {
				t.Errorf("%s is shown by %s", address, src(a))
			}
		}
		a := s.get(oembed(s.url+"/embed/calls/"+s.call.Slug+"?theme=dark&as_of=2026&ref=x", "maxwidth=300", "maxheight=1000")).want(200).is("width", "300", "height", "580")
		if src(a) != s.url+"/embed/calls/"+s.call.Slug+"?as_of=2026&theme=dark" {
			t.Errorf("the frame shows %s", src(a))
		}
		s.get(strings.TrimPrefix(src(a), s.url)).want(200)

		// The page says where the answer about it is.
		link := regexp.MustCompile(`<link rel="alternate" type="application/json\+oembed" href="([^"]+)"`).FindStringSubmatch(string(s.get("/embed/calls/" + s.call.Slug + "?theme=light").body))
		if len(link) != 2 {
			t.Fatal("the page has no link to it")
		}
		if told := s.get(strings.TrimPrefix(html.UnescapeString(link[1]), s.url)).want(200); src(told) != s.url+"/embed/calls/"+s.call.Slug+"?theme=light" {
			t.Errorf("the page leads to %s", src(told))
		}
	})
}

func TestACallIsEmbeddedWhereItIs(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		gone := s.Call("A call that goes", "2026-01-23")
		s.delete("/v1/calls/"+gone.Slug, `"1"`).want(204)
		old := s.call.Slug
		moved := s.patch("/v1/calls/"+old, "*", obj{"slug": "another-address"}).want(200).text("slug")
		for i, path := range embedded(s, gone.Slug)[:3] {
			s.get(path).problem(410, "gone")
			a := s.get(with(embedded(s, old)[i], "as_of=2026")).want(308)
			if want := with(embedded(s, moved)[i], "as_of=2026"); a.Header.Get("Location") != want {
				t.Errorf("%s is said to be at %s, want %s", embedded(s, old)[i], a.Header.Get("Location"), want)
			}
			s.get(embedded(s, s.call.ID.String())[i]).want(200)
		}
		s.get(embedded(s, gone.Slug)[3]).problem(404, "not_found")
		if frame := s.get(embedded(s, old)[3]).want(200).text("html"); !strings.Contains(frame, "/embed/calls/"+moved+`"`) {
			t.Errorf("the frame of a call that moved is %s", frame)
		}
		// Feeds are named with an ending as well.
		if to := s.get("/v1/feeds/calls/" + old + ".atom").want(308).Header.Get("Location"); to != "/v1/feeds/calls/"+moved+".atom" {
			t.Errorf("the feed is said to be at %s", to)
		}
		storetest.Must(s.Store.MergeUnions(s.Context(), storetest.By("editor"), record.Ref(s.other.Slug), record.Ref(s.local.Slug)))(t)
		if to := s.get("/v1/feeds/unions/" + s.other.Slug + ".json").want(308).Header.Get("Location"); to != "/v1/feeds/unions/"+s.local.Slug+".json" {
			t.Errorf("the feed of a merged union is said to be at %s", to)
		}
	})
}
