// Rollcall is one program: the service, and the commands that look after it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // calls have time zones, and the container has no files of its own

	"github.com/alecthomas/kong"
)

// version is set at build time; else the build's own information tells it.
var version = ""

// Exit codes of every command.
const (
	exitFailed = 1
	exitMisuse = 2
)

// cli is the command line. Every flag is also an environment variable: --database is ROLLCALL_DATABASE.
type cli struct {
	Database string           `help:"A SQLite file, or a postgres:// URL." default:"rollcall.db" placeholder:"FILE|URL" env:"ROLLCALL_DATABASE"`
	Version  kong.VersionFlag `help:"Print the version and exit." env:"-"`

	Serve   serveCommand   `cmd:"" help:"Start the service."`
	Demo    demoCommand    `cmd:"" help:"Start the service with an example record in a throwaway database."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date, or tell where it stands."`
	Key     keyCommand     `cmd:"" help:"Make, list, rotate and revoke API keys."`
	Doctor  doctorCommand  `cmd:"" help:"Say what is wrong with the configuration and the database, and how to mend it."`
}

const description = `Rollcall is the public record of which labor unions said what about which call to action.

  Try it      rollcall demo
  Run it      rollcall serve
  Make a key  rollcall key create --role admin --handle you
  Mend it     rollcall doctor

Every flag is also an environment variable: --database is ROLLCALL_DATABASE. A flag wins over the variable.`

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
	parser := kong.Must(&c,
		kong.Name("rollcall"),
		kong.Description(description),
		kong.DefaultEnvars("ROLLCALL"),
		kong.Vars{"version": versionText()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	parsed, err := parser.Parse(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "rollcall: %v\nTry: rollcall --help\n", err)
		os.Exit(exitMisuse)
	}
	// The first signal asks for an orderly end, a second one ends at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	err = parsed.Run(&run{Context: ctx, out: os.Stdout, err: os.Stderr, database: c.Database})
	var misuse misuseError
	switch {
	case err == nil:
		return
	case errors.As(err, &misuse):
		fmt.Fprintln(os.Stderr, "rollcall:", err)
		os.Exit(exitMisuse)
	case !errors.Is(err, errSaid):
		fmt.Fprintln(os.Stderr, "rollcall:", plain(err))
	}
	os.Exit(exitFailed)
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
