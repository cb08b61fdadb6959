package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"rollcall/api"
	"rollcall/internal/export"
	"rollcall/internal/intake"
	"rollcall/internal/live"
	"rollcall/internal/match"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/telemetry"
)

// defaultListen is for one machine: what others should reach stands behind a proxy with TLS.
const defaultListen = "127.0.0.1:8080"

// service is the settings that serve and demo share.
type service struct {
	Listen              address   `help:"Address to answer on (${default} if not given; 0.0.0.0:8080 is every address of this machine)." default:"${listen}" placeholder:"HOST:PORT"`
	MetricsListen       address   `help:"Address for /metrics alone; without it they are on the service's own." placeholder:"HOST:PORT"`
	PublicURL           publicURL `help:"Where the service is reached from outside, for the links in citations." placeholder:"URL" name:"public-url"`
	AllowOrigin         []origin  `help:"Web origins whose pages may write, such as https://desk.example.org (* is any). Reading is open to all." placeholder:"ORIGIN"`
	RateLimit           rateLimit `help:"Requests a second for each client, a key or an address, with bursts of ten seconds' worth (${default} if not given); or off." default:"${rate}" placeholder:"off|RATE"`
	TrustedProxy        []network `help:"A proxy in front, or its network, whose X-Forwarded-For tells who the client is, so that each client has a rate of its own. Repeatable." placeholder:"CIDR"`
	WebhookAllowPrivate bool      `help:"Send webhooks to this machine and its network too, and without TLS. For development only: whoever may make a webhook could reach what is behind your firewall."`
	LogFormat           string    `help:"text, json, or auto: text on a terminal and json elsewhere." enum:"auto,text,json" default:"auto"`
	LogLevel            string    `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info"`
	Drain               duration  `help:"How long to go on answering when told to stop, with /readyz failing, so that a balancer can look elsewhere first." default:"0s"`
	Grace               duration  `help:"How long to wait for requests under way when stopping." default:"20s"`
	dataTerms
}

// dataTerms is what files that are exported say of their use.
type dataTerms struct {
	DataLicense     dataLicense `help:"Under which terms others may use the data that is exported: CC-BY-4.0 (the default), CC0-1.0, CC-BY-SA-4.0, ODbL-1.0, ODC-BY-1.0, PDDL-1.0, or the address of other terms." placeholder:"LICENSE"`
	DataAttribution string      `help:"Whom to name when the data is used." placeholder:"TEXT"`
}

func (d dataTerms) terms(homepage string) export.Terms {
	return export.Terms{License: string(d.DataLicense), Attribution: d.DataAttribution, Homepage: homepage}
}

type serveCommand struct {
	service
	NoMigrate bool `help:"Refuse an old schema instead of bringing it up to date."`
}

// Help is what serve --help says besides its flags.
func (serveCommand) Help() string {
	return `It makes the database or brings its schema up to date, then answers until a signal (Ctrl+C, SIGTERM) tells it to stop.

  rollcall serve
  rollcall serve --database postgres://rollcall@db/rollcall --listen 0.0.0.0:8080 --metrics-listen 127.0.0.1:9090`
}

func (s *serveCommand) Run(r *run) error {
	return s.serve(r, !s.NoMigrate, func(log *slog.Logger, _ string, st *store.Store) error {
		keys, err := st.Credentials(r, record.Page{Limit: 1, Sort: "created_at"})
		if err == nil && len(keys.Items) == 0 {
			log.Warn("nobody can write yet: make a key", "command", r.commandFor("key create --role admin --handle you"))
		}
		if err == nil && st.Seq() == 0 {
			log.Info("the record is empty: names of unions mean something once it holds those that come with the program", "command", r.commandFor("import "+starterKind))
		}
		return err
	})
}

// serve runs the service until the context ends. started is called when it answers.
func (s *service) serve(r *run, migrate bool, started func(log *slog.Logger, url string, st *store.Store) error) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		return misuseError{err}
	}
	log, err := telemetry.NewLogger(r.err, s.LogFormat, level)
	if err != nil {
		return misuseError{err}
	}
	// The addresses come first: a second server started by mistake must not migrate the first one's database.
	listener, err := listen(r, s.Listen)
	if err != nil {
		return err
	}
	defer listener.Close() // the server closed it, or nobody was answered yet
	var metricsListener net.Listener
	if s.MetricsListen != "" {
		if metricsListener, err = listen(r, s.MetricsListen); err != nil {
			return err
		}
		defer metricsListener.Close() // as above
	}

	metrics := telemetry.NewMetrics(versionText())
	st, err := r.open(store.Options{Migrate: migrate, Wrote: func(changes []record.Change, took time.Duration) {
		for _, c := range changes {
			metrics.Wrote(string(c.Entity), string(c.Action))
		}
		metrics.Committed(changes[len(changes)-1].Seq, took)
	}})
	if err != nil {
		return err
	}
	defer func() {
		if err := st.Close(); err != nil {
			log.Error("closing the database", "error", err)
		}
	}()
	metrics.Reached(st.Seq())

	files, err := export.NewFiles(export.Options{Store: st, Terms: s.terms(string(s.PublicURL))})
	if err != nil {
		return err
	}
	defer files.Close() // what it holds has no name any more

	origins := make([]string, len(s.AllowOrigin))
	for i, o := range s.AllowOrigin {
		origins[i] = string(o)
	}
	proxies := make([]netip.Prefix, len(s.TrustedProxy))
	for i, p := range s.TrustedProxy {
		proxies[i] = netip.Prefix(p)
	}
	imports := intake.NewDesk(importStore{st}, log)
	defer imports.Stop() // it was, unless something failed
	webhooks, err := live.NewDispatcher(r, live.DispatcherOptions{
		Outbox: st, Log: log, Payload: api.EventPayload, AllowPrivate: s.WebhookAllowPrivate, UserAgent: "Rollcall/" + versionText(), Sent: metrics.Delivered,
	})
	if err != nil {
		return err
	}
	names := match.NewLive(st)
	handler := api.New(api.Options{
		Matching: names,
		Webhooks: api.WebhookOptions{Sender: webhooks, AllowPrivate: s.WebhookAllowPrivate},
		Store:    st, Exports: files, Imports: imports, Log: log, Metrics: metrics, ServeMetrics: metricsListener == nil, AllowOrigins: origins, PublicURL: string(s.PublicURL), Rate: float64(s.RateLimit), TrustedProxies: proxies,
	})
	// Whoever asks for a name waits until the names of the record are read; that begins now.
	go func() {
		if _, err := names.Index(r); err != nil && r.Err() == nil {
			log.Warn("reading the names of unions", "error", err)
		}
		debug.FreeOSMemory() // reading all unions takes three times what is kept of them
	}()
	// Sending ends when the requests have ended, and before the database is closed.
	sending, stopSending := context.WithCancel(context.WithoutCancel(r))
	var sent sync.WaitGroup
	sent.Go(func() { webhooks.Run(sending) })
	defer sent.Wait()
	defer stopSending()
	failed := make(chan error, 2)
	servers := []*http.Server{serverOf(handler, log)}
	go func() { failed <- servers[0].Serve(listener) }()
	if metricsListener != nil {
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", metrics.Handler())
		server := serverOf(mux, log)
		servers = append(servers, server)
		go func() { failed <- server.Serve(metricsListener) }()
	}
	url := urlOf(listener.Addr())
	log.Info("serving", "url", url, "docs", url+"/docs", "database", st.Describe(), "version", versionText(), "seq", st.Seq())
	// Who is told to stop meanwhile stops as at any other time.
	if err := started(log, url, st); err != nil && r.Err() == nil {
		return err
	}
	select {
	case err := <-failed:
		return err
	case <-r.Done():
	}
	log.Info("stopping when the requests under way are answered; a second signal stops at once", "grace", time.Duration(s.Grace).String())
	handler.Drain()
	if s.Drain > 0 {
		select {
		case err := <-failed:
			return err
		case <-time.After(time.Duration(s.Drain)):
		}
	}
	imports.Stop()
	grace, cancel := context.WithTimeout(context.WithoutCancel(r), time.Duration(s.Grace))
	defer cancel()
	for _, server := range servers {
		if err := server.Shutdown(grace); err != nil {
			log.Warn("requests under way were cut off", "error", err)
			_ = server.Close() // it was asked nicely
		}
	}
	log.Info("stopped")
	return nil
}

// listen takes an address, for this process alone.
func listen(r *run, a address) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(r, "tcp", string(a))
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken (%w): stop what answers there, or choose another address", a, syscall.EADDRINUSE)
	}
	// What went wrong, without the address again.
	if inner := new(net.OpError); errors.As(err, &inner) {
		err = inner.Err
	}
	return nil, fmt.Errorf("cannot answer on %s: %w", a, err)
}

// urlOf is where a browser on this machine finds the service.
func urlOf(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func serverOf(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
