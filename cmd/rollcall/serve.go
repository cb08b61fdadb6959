package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"rollcall/api"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/telemetry"
)

// service is the settings that serve and demo share.
type service struct {
	Listen        string    `help:"Address to answer on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	MetricsListen string    `help:"Address for /metrics alone; without it they are on the service's own." placeholder:"HOST:PORT"`
	AllowOrigin   []string  `help:"Web origins whose pages may write, such as https://desk.example.org (* is any). Reading is open to all." placeholder:"ORIGIN"`
	RateLimit     rateLimit `help:"Requests a second for each client (key or address), or off." default:"50" placeholder:"off|RATE"`
	LogFormat     string    `help:"text, json, or auto: text on a terminal." enum:"auto,text,json" default:"auto"`
	LogLevel      string    `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info"`
	Grace         duration  `help:"How long to wait for requests under way when stopping." default:"20s"`
}

type duration = time.Duration

// rateLimit is requests a second; 0 is no limit.
type rateLimit float64

// UnmarshalText reads "off", "on" or a number.
func (r *rateLimit) UnmarshalText(text []byte) error {
	switch string(text) {
	case "off":
		*r = 0
		return nil
	case "on":
		*r = 50
		return nil
	}
	n, err := strconv.ParseFloat(string(text), 64)
	if err != nil || n <= 0 || n > 1e6 {
		return errors.New("it is off, or a number of requests a second")
	}
	*r = rateLimit(n)
	return nil
}

type serveCommand struct {
	service
	NoMigrate bool `help:"Refuse an old schema instead of bringing it up to date."`
}

func (s *serveCommand) Run(r *run) error {
	return s.serve(r, !s.NoMigrate, func(url string, st *store.Store) error {
		inspection, err := store.Inspect(r, r.database)
		if err != nil {
			return err
		}
		fmt.Fprintf(r.err, "Rollcall answers at %s; its documentation is at %s/docs\n", url, url)
		if inspection.Keys == 0 {
			fmt.Fprintf(r.err, "Nobody can write yet. Make a key:  rollcall key create --role admin --handle you --database %q\n", publicName(r.database))
		}
		return nil
	})
}

// publicName is a database as it may be printed: a URL may hold a password.
func publicName(database string) string {
	if store.IsPostgres(database) {
		return telemetry.RedactDSN(database)
	}
	return database
}

// serve runs the service until the context ends. started is called when it answers.
func (s *service) serve(r *run, migrate bool, started func(url string, st *store.Store) error) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		return misuseError{err}
	}
	log, err := telemetry.NewLogger(r.err, s.LogFormat, level)
	if err != nil {
		return misuseError{err}
	}
	metrics := telemetry.NewMetrics(versionText())
	st, err := store.Open(r, store.Options{Database: r.database, Migrate: migrate, Wrote: func(changes []record.Change, took time.Duration) {
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

	handler := api.New(api.Options{
		Store: st, Log: log, Metrics: metrics, ServeMetrics: s.MetricsListen == "", AllowOrigins: s.AllowOrigin, Rate: float64(s.RateLimit),
	})
	listener, err := (&net.ListenConfig{}).Listen(r, "tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("cannot answer on %s: %w", s.Listen, err)
	}
	servers := []*http.Server{serverOf(handler, log)}
	listeners := []net.Listener{listener}
	if s.MetricsListen != "" {
		l, err := (&net.ListenConfig{}).Listen(r, "tcp", s.MetricsListen)
		if err != nil {
			return errors.Join(fmt.Errorf("cannot answer on %s: %w", s.MetricsListen, err), listener.Close())
		}
		mux := http.NewServeMux()
		mux.Handle("/metrics", metrics.Handler())
		servers, listeners = append(servers, serverOf(mux, log)), append(listeners, l)
	}
	failed := make(chan error, len(servers))
	for i := range servers {
		go func() { failed <- servers[i].Serve(listeners[i]) }()
	}
	log.Info("serving", "listen", listener.Addr().String(), "database", st.Describe(), "version", versionText(), "seq", st.Seq())
	if err := started("http://"+listener.Addr().String(), st); err != nil {
		return err
	}
	select {
	case err := <-failed:
		return err
	case <-r.Done():
	}
	log.Info("stopping", "grace", s.Grace.String())
	handler.Drain()
	grace, cancel := context.WithTimeout(context.WithoutCancel(r), s.Grace)
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
