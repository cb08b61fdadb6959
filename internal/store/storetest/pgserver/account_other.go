//go:build !unix

package pgserver

import (
	"errors"
	"syscall"
)

type account struct{}

func owner() (account, error) {
	return account{}, errors.New("a throwaway PostgreSQL needs a Unix shell; set ROLLCALL_TEST_POSTGRES to the DSN of a server")
}

func (account) give(string) error { return nil }

func (account) attributes() *syscall.SysProcAttr { return nil }
