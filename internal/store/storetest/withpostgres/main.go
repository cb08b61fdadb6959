// Command withpostgres runs a command with a throwaway PostgreSQL that the tests of all its packages share, and
// removes it afterwards. Where ROLLCALL_TEST_POSTGRES names a server already, that one is used.
//
//	withpostgres [-durable] go test ./...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"rollcall/internal/store/storetest/pgserver"
)

const variable = "ROLLCALL_TEST_POSTGRES"

func main() {
	durable := flag.Bool("durable", false, "keep fsync on, as benchmarks of writes need")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: withpostgres [-durable] COMMAND [ARGUMENT…]")
		os.Exit(2)
	}
	code, err := run(*durable, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
	}
	os.Exit(code)
}

// run answers with the command's own exit code, and 1 when it could not be run at all.
func run(durable bool, command []string) (int, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if os.Getenv(variable) == "" {
		server, err := pgserver.Start(ctx, durable)
		if err != nil {
			return 1, fmt.Errorf("%w\nInstall PostgreSQL %d or newer, or set %s to the DSN of a server on which databases may be made (make test-sqlite runs the tests without)", err, pgserver.Oldest, variable)
		}
		defer server.Stop()
		if err := os.Setenv(variable, server.DSN); err != nil {
			return 1, err
		}
		fmt.Fprintln(os.Stderr, "withpostgres: a throwaway PostgreSQL runs for", command[0])
	}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	// Ask first: the command may have children of its own to stop.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() >= 0 {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
