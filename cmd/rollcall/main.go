// Rollcall is one program: the service, and the commands that look after it.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // calls have time zones, and the container has no files of its own

	"github.com/alecthomas/kong"

	"rollcall/internal/record"
	"rollcall/internal/telemetry"
)

// version is set at build time; else the build's own information tells it.
var version = ""

// Exit codes of every command.
const (
	exitFailed = 1
	exitMisuse = 2
)

// defaultDatabase is a file in the folder where the command is run.
const defaultDatabase = "rollcall.db"

// cli is the command line. Settings are also environment variables: --database is ROLLCALL_DATABASE.
type cli struct {
	Database string           `help:"The SQLite file (${default} if not given), or postgres://USER:PASSWORD@HOST/NAME. A password may be in PGPASSWORD instead." default:"${database}" placeholder:"FILE|URL"`
	Version  kong.VersionFlag `help:"Print the version and exit." env:"-"`

	Serve   serveCommand   `cmd:"" help:"Start the service."`
	Demo    demoCommand    `cmd:"" help:"Start the service with an example record in a throwaway database."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date, or tell where it stands."`
	Export  exportCommand  `cmd:"" help:"Write the record, or a part of it, into files."`
	Key     keyCommand     `cmd:"" help:"Make, list, rotate and revoke API keys."`
	Import  importCommand  `cmd:"" help:"Take a file into the record: CSV, NDJSON or XLSX."`
	Match   matchCommand   `cmd:"" help:"Find the unions that written names mean."`
	Extract extractCommand `cmd:"" help:"Find what a text says of unions and their positions."`
	Backup  backupCommand  `cmd:"" help:"Write the whole record to one file, while the service runs."`
	Restore restoreCommand `cmd:"" help:"Put the record of a backup into a database, once it is checked."`
	Doctor  doctorCommand  `cmd:"" help:"Say what is wrong with the configuration and the database, and how to mend it."`
}

// Validate refuses a database that is none, whatever the command.
func (c *cli) Validate() error { return checkDatabaseName(c.Database) }

const description = `Rollcall is the public record of which labor unions said what about which call to action.

  Try it      rollcall demo
  Run it      rollcall serve
  Make a key  rollcall key create --role admin --handle you
  Back it up  rollcall backup FILE
  Mend it     rollcall doctor

What a help text shows with a $$NAME can also be set by that environment variable; a flag wins over it.
Exit codes: 0 done, 1 failed, 2 wrong use.`

func parserOf(c *cli) *kong.Kong {
	return kong.Must(c,
		kong.Name("rollcall"),
		kong.Description(description),
		kong.DefaultEnvars("ROLLCALL"),
		kong.Vars{"version": versionText(), "database": defaultDatabase, "listen": defaultListen, "rate": fmt.Sprint(defaultRate)},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
}

// run is what every command gets.
type run struct {
	context.Context
	out, err io.Writer
	database string
}

// misuseError is a command line that cannot be meant.
type misuseError struct{ error }

// errSaid ends a command that has said already what is wrong.
var errSaid = errors.New("failed")

func main() {
	var c cli
	parser := parserOf(&c)
	parsed, err := parser.Parse(os.Args[1:])
	if err != nil {
		sayMisuse(parser, err)
		os.Exit(exitMisuse)
	}
	// The first signal asks for an orderly end, a second one ends at once.
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as nohup does
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop)
	err = parsed.Run(&run{Context: ctx, out: os.Stdout, err: os.Stderr, database: c.Database})
	switch {
	case err == nil:
		return
	case errors.As(err, new(misuseError)):
		fmt.Fprintf(os.Stderr, "rollcall: %v\nTry: %s --help\n", err, parsed.Selected().FullPath())
		os.Exit(exitMisuse)
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "rollcall: interrupted")
	case !errors.Is(err, errSaid):
		text := explain(err)
		fmt.Fprintln(os.Stderr, "rollcall:", text)
		if mend := remedy(text); mend != "" {
			fmt.Fprintln(os.Stderr, "→", mend)
		}
	}
	os.Exit(exitFailed)
}

// sayMisuse says what is wrong with a command line, and where to read on.
func sayMisuse(parser *kong.Kong, err error) {
	path := "rollcall"
	if parse := new(kong.ParseError); errors.As(err, &parse) {
		if len(os.Args) == 1 {
			parser.Stdout = os.Stderr
			_ = parse.Context.PrintUsage(false) // who cannot be told cannot be told that either
			return
		}
		if node := parse.Context.Selected(); node != nil {
			path = node.FullPath()
		}
	}
	fmt.Fprintf(os.Stderr, "rollcall: %s\nTry: %s --help\n", telemetry.Redact(err.Error()), path)
}

// explain is an error as one line for people: what happened and what caused it, without secrets.
func explain(err error) string {
	text := err.Error()
	if e := new(record.Error); errors.As(err, &e) {
		text = strings.Replace(text, string(e.Code)+": ", "", 1) // the code is for programs
	}
	// A driver that tries several addresses tells of each; the last attempt says why it gave up.
	if first, rest, more := strings.Cut(strings.TrimSpace(text), "\n"); more {
		text = strings.TrimSuffix(first, ".") + ": " + strings.TrimSpace(rest[strings.LastIndex(rest, "\n")+1:])
	}
	return telemetry.Redact(text)
}

// commandFor is a command line to paste that is about the same database.
func (r *run) commandFor(words string) string {
	if r.database == cmp.Or(os.Getenv("ROLLCALL_DATABASE"), defaultDatabase) {
		return "rollcall " + words
	}
	return "rollcall " + words + " --database " + quoted(telemetry.RedactDSN(r.database))
}

// quoted is a word as a shell takes it.
func quoted(word string) string {
	plain := func(c rune) bool {
		return strings.ContainsRune("@%+=:,./-_", c) || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	if word != "" && !strings.ContainsFunc(word, func(c rune) bool { return !plain(c) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}
