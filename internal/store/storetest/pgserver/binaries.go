package pgserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// places are where systems keep PostgreSQL's server programs, off PATH: Debian, Red Hat, Homebrew, Postgres.app.
var places = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// Oldest is the first PostgreSQL release that Rollcall runs on.
const Oldest = 15

// binaries is the folder of initdb, postgres and pg_ctl. What it must download it puts below dir.
func binaries(ctx context.Context, dir string) (string, error) {
	if bin := local(ctx); bin != "" {
		return bin, nil
	}
	bin, err := download(ctx, dir)
	if err != nil {
		return "", fmt.Errorf("no PostgreSQL %d or newer on PATH or in %v, and none could be downloaded: %w", Oldest, places, err)
	}
	return bin, nil
}

// local is the folder of the programs found on PATH, else the newest of the usual places, else nothing.
func local(ctx context.Context) string {
	if found, err := exec.LookPath("initdb"); err == nil {
		// What is on PATH may be a link to one program of many.
		if found, err = filepath.EvalSymlinks(found); err == nil && release(ctx, filepath.Dir(found)) >= Oldest {
			return filepath.Dir(found)
		}
	}
	var found []string
	for _, pattern := range places {
		dirs, _ := filepath.Glob(pattern) // the only error is a bad pattern
		found = append(found, dirs...)
	}
	if len(found) == 0 {
		return ""
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return cmp.Compare(release(ctx, a), release(ctx, b)) })
	if release(ctx, newest) < Oldest {
		return ""
	}
	return newest
}

var version = regexp.MustCompile(`\d+`)

// release is the major version of the PostgreSQL whose programs are in bin, 0 when one that we need is not there.
func release(ctx context.Context, bin string) int {
	for _, program := range []string{"initdb", "pg_ctl"} {
		if _, err := os.Stat(filepath.Join(bin, program)); err != nil {
			return 0
		}
	}
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	major, err := strconv.Atoi(string(version.Find(out)))
	if err != nil {
		return 0
	}
	return major
}

// download fetches the programs with embedded-postgres, which keeps the archive in the user's home folder for the next
// time. Its own server is of no use to us: it does not run under root and stays behind when we are killed. But it has
// no call that only fetches, so it may start one, and then stops it at once.
func download(ctx context.Context, dir string) (string, error) {
	port, err := freePort(ctx)
	if err != nil {
		return "", err
	}
	fetched := filepath.Join(dir, "postgresql")
	embedded := embeddedpostgres.NewDatabase(embeddedpostgres.DefaultConfig().
		Port(uint32(port)).
		BinariesPath(fetched).
		RuntimePath(filepath.Join(dir, "fetch")).
		StartTimeout(time.Minute).
		Logger(nil))
	startErr := embedded.Start()
	if startErr == nil {
		startErr = embedded.Stop()
	}
	bin := filepath.Join(fetched, "bin")
	if release(ctx, bin) == 0 {
		return "", errors.Join(startErr, errors.New("the archive holds no PostgreSQL"))
	}
	return bin, nil
}
