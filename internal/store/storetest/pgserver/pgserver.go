// Package pgserver starts a throwaway PostgreSQL for tests and makes sure that nothing of it stays behind,
// whether the process that asked for it returns, panics or is killed.
package pgserver

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// startTimeout bounds the wait for a new server's first answer. A healthy one needs about a second; the rest is for
// machines that do much else at the same time.
const startTimeout = 60 * time.Second

var errEnded = errors.New("the test PostgreSQL ended before it answered")

// Server is one running throwaway cluster.
type Server struct {
	// DSN reaches the cluster's maintenance database as its superuser, over loopback TCP.
	DSN string

	leash   io.Closer
	watcher *exec.Cmd
	once    sync.Once
}

// watch is run by a shell in a session of its own, as the user that owns the cluster. It waits for the end of its
// standard input, which is a pipe whose other end only we hold: the kernel closes it however we end. The loop is for
// the case that we are killed while initdb or a starting server is still writing.
const watch = `
read -r _
for try in 1 2 3 4 5; do
	"$1/pg_ctl" stop --pgdata="$2/data" --mode=immediate --timeout=20
	rm -rf "$2"
	[ -e "$2" ] || exit 0
	sleep 1
done`

// Start runs a new cluster in a temporary folder. With durable it keeps PostgreSQL's promise that a committed
// transaction is on disk; without, fsync is off and the files may be in memory, which is faster and loses nothing
// unless the machine stops. TMPDIR, where it is set, is obeyed by both.
//
// The binaries are those of PATH or of the usual places, else they are downloaded.
func Start(ctx context.Context, durable bool) (*Server, error) {
	owner, err := owner()
	if err != nil {
		return nil, err
	}
	var parent string
	if !durable && os.Getenv("TMPDIR") == "" {
		parent = memory()
	}
	dir, err := os.MkdirTemp(parent, "rollcall-postgres-")
	if err != nil {
		return nil, err
	}
	s, err := start(ctx, owner, dir, durable)
	if err != nil {
		if s != nil {
			s.Stop()
		}
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

func start(ctx context.Context, as account, dir string, durable bool) (*Server, error) {
	bin, err := binaries(ctx, dir)
	if err != nil {
		return nil, err
	}
	// All that a download put there, too: the watcher removes it as that user.
	err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, as.give(path))
	})
	if err != nil {
		return nil, err
	}

	s := &Server{}
	if err := s.watch(ctx, as, bin, dir); err != nil {
		return nil, err
	}

	password := rand.Text()
	passwordFile := filepath.Join(dir, "password")
	if err := os.WriteFile(passwordFile, []byte(password), 0o600); err != nil {
		return s, err
	}
	if err := as.give(passwordFile); err != nil {
		return s, err
	}
	if err := initdb(ctx, as, bin, dir, passwordFile); err != nil {
		return s, err
	}

	// The port is free when we look; another process may take it before the server does, so a second try is due.
	for range 3 {
		s.DSN, err = run(ctx, as, bin, dir, password, durable)
		if !errors.Is(err, errEnded) {
			return s, err
		}
	}
	return s, err
}

// Stop ends the server and removes its files. It returns when both are done.
func (s *Server) Stop() {
	s.once.Do(func() {
		_ = s.leash.Close()
		_ = s.watcher.Wait()
	})
}

func (s *Server) watch(ctx context.Context, as account, bin, dir string) error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer read.Close()
	s.watcher = exec.CommandContext(context.WithoutCancel(ctx), "/bin/sh", "-c", watch, "rollcall-test-postgres", bin, dir)
	s.watcher.Dir = "/"
	s.watcher.Stdin = read
	s.watcher.SysProcAttr = as.attributes()
	if err := s.watcher.Start(); err != nil {
		_ = write.Close()
		return fmt.Errorf("start the watcher of the test PostgreSQL: %w", err)
	}
	s.leash = write
	return nil
}

// initdb creates the cluster. Its collation is a language's and not C where the build can do that, as most servers in
// use have one: a query that leaves the order of text to the server's default then shows it.
func initdb(ctx context.Context, as account, bin, dir, passwordFile string) error {
	data := filepath.Join(dir, "data")
	args := []string{
		"--pgdata=" + data, "--username=postgres", "--pwfile=" + passwordFile, "--auth=password",
		"--encoding=UTF8", "--no-sync",
	}
	var said []string
	for _, locale := range [][]string{
		{"--locale=C", "--locale-provider=icu", "--icu-locale=en-US"},
		{"--locale=C.UTF-8"},
		{"--locale=C"},
	} {
		cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), append(args, locale...)...)
		cmd.Dir = dir
		cmd.SysProcAttr = as.attributes()
		out, err := cmd.CombinedOutput()
		if err == nil {
			return nil
		}
		said = append(said, fmt.Sprintf("initdb %s: %v\n%s", strings.Join(locale, " "), err, out))
		if err := os.RemoveAll(data); err != nil {
			return err
		}
	}
	return errors.New(strings.Join(said, "\n"))
}

// run starts the server and returns when it answers, with its DSN.
func run(ctx context.Context, as account, bin, dir, password string, durable bool) (string, error) {
	port, err := freePort(ctx)
	if err != nil {
		return "", err
	}
	logFile, err := os.OpenFile(filepath.Join(dir, "log"), os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer logFile.Close()

	settings := []string{
		"listen_addresses=127.0.0.1",
		"port=" + strconv.Itoa(port),
		"unix_socket_directories=" + dir,
		"max_connections=200",
		// Far from UTC on purpose: a time that is read or written in the server's zone is then plainly wrong.
		"timezone=America/Chicago",
	}
	if !durable {
		// No autovacuum: the databases live for seconds, and what it counts in a table that is still filling makes plans
		// that are several times slower, in some runs and not in others.
		settings = append(settings, "fsync=off", "full_page_writes=off", "max_wal_size=512MB", "checkpoint_timeout=1h", "autovacuum=off")
	}
	args := []string{"-D", filepath.Join(dir, "data")}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	server := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(bin, "postgres"), args...)
	server.Dir = dir
	server.Stdout, server.Stderr = logFile, logFile
	server.SysProcAttr = as.attributes()
	if err := server.Start(); err != nil {
		return "", fmt.Errorf("start the test PostgreSQL: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()

	dsn := (&url.URL{
		Scheme: "postgres", User: url.UserPassword("postgres", password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/postgres", RawQuery: "sslmode=disable",
	}).String()
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, dsn)
		if err == nil {
			return dsn, conn.Close(ctx)
		}
		select {
		case err = <-ended:
			return "", fmt.Errorf("%w (%w):\n%s", errEnded, err, tail(logFile.Name()))
		case <-ctx.Done():
			return "", fmt.Errorf("the test PostgreSQL does not answer: %w\n%s", err, tail(logFile.Name()))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func freePort(ctx context.Context) (int, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func tail(file string) []byte {
	content, err := os.ReadFile(file)
	if err != nil {
		return []byte(err.Error())
	}
	return content[max(0, len(content)-4096):]
}
