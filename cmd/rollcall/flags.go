package main

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/internal/access"
	"rollcall/internal/export"
	"rollcall/internal/store"
)

// What flags may say. What they cannot mean is refused before anything is done; no message repeats a
// value that may hold a secret.

// address is where to listen: HOST:PORT. Empty is nowhere.
type address string

// UnmarshalText reads HOST:PORT.
func (a *address) UnmarshalText(text []byte) error {
	*a = address(text)
	if len(text) == 0 {
		return nil
	}
	_, port, err := net.SplitHostPort(string(text))
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return errors.New("an address is HOST:PORT, such as " + defaultListen)
	}
	return nil
}

// origin is a web origin (RFC 6454 §6.2), or * for every one.
type origin string

// UnmarshalText reads an origin as browsers send it.
func (o *origin) UnmarshalText(text []byte) error {
	*o = origin(text)
	u, err := url.Parse(string(text))
	if *o != "*" && (err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.Scheme+"://"+u.Host != string(text) || strings.ToLower(u.Host) != u.Host) {
		return errors.New("an origin is a scheme and a host in lower case and nothing behind it, such as https://desk.example.org")
	}
	return nil
}

// network is one address, or those of a CIDR block (RFC 4632 §3.1).
type network netip.Prefix

// UnmarshalText reads 10.0.0.0/8 or 10.0.0.7.
func (n *network) UnmarshalText(text []byte) error {
	prefix, err := netip.ParsePrefix(string(text))
	if one, notOne := netip.ParseAddr(string(text)); notOne == nil && one.Zone() == "" {
		prefix, err = one.Prefix(one.BitLen())
	}
	switch {
	case err != nil:
		return errors.New("a network is an address or a block of them, such as 10.0.0.0/8")
	case prefix.Bits() == 0:
		return errors.New("that is every address: then each client could say that it is another")
	}
	*n = network(prefix.Masked())
	return nil
}

// defaultRate is how many requests a second a client may send unless an operator says otherwise.
const defaultRate = 50

// rateLimit is requests a second; 0 is no limit.
type rateLimit float64

// UnmarshalText reads "off", "on" or a number.
func (r *rateLimit) UnmarshalText(text []byte) error {
	switch string(text) {
	case "off":
		*r = 0
		return nil
	case "on":
		*r = defaultRate
		return nil
	}
	n, err := strconv.ParseFloat(string(text), 64)
	// Not n < …: NaN is not in any range. Less than one request an hour is a mistake.
	if err != nil || !(n >= 0.001 && n <= 1e6) {
		return errors.New("a rate is off, or a number of requests a second")
	}
	*r = rateLimit(n)
	return nil
}

// duration is a time span of at least 0, with days besides the units of [time.ParseDuration].
type duration time.Duration

// UnmarshalText reads 90d, 12h or 20s.
func (d *duration) UnmarshalText(text []byte) error {
	var span time.Duration
	var err error
	if days, ok := strings.CutSuffix(string(text), "d"); ok {
		var n uint64
		n, err = strconv.ParseUint(days, 10, 16)
		span = time.Duration(n) * 24 * time.Hour //nolint:gosec // 16 bits of days are 179 years, and fit
	} else {
		span, err = time.ParseDuration(string(text))
	}
	if err != nil || span < 0 {
		return errors.New("a time span is a number with a unit, such as 90d, 12h or 20s")
	}
	*d = duration(span)
	return nil
}

// keyID is a key's public id. Whoever has the whole key at hand may give that.
type keyID string

// UnmarshalText reads an id or a key.
func (k *keyID) UnmarshalText(text []byte) error {
	*k = keyID(text)
	if strings.HasPrefix(string(text), "rc_") {
		key, err := access.ParseKey(string(text))
		if err != nil {
			return err
		}
		*k = keyID(key.ID())
	}
	return nil
}

// checkDatabaseName refuses what names no database. A path may be almost anything, so what looks like
// the address of a server is refused: it would become a file whose name holds a password.
func checkDatabaseName(name string) error {
	server := func(sign string) bool { return strings.Contains(name, sign) }
	if name == "" || !store.IsPostgres(name) && slices.ContainsFunc([]string{"://", "postgres:", "postgresql:", "host=", "dbname=", "password="}, server) {
		return errors.New("--database: it is the path of a SQLite file, or postgres://USER@HOST/NAME")
	}
	return nil
}

// dataLicense is a license by its name, or by its address.
type dataLicense string

// UnmarshalText refuses a name that nobody knows.
func (l *dataLicense) UnmarshalText(text []byte) error {
	*l = dataLicense(text)
	return export.Terms{License: string(text)}.Check()
}

// publicURL is an http or https address without a query.
type publicURL string

// UnmarshalText refuses what is no address.
func (u *publicURL) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	parsed, err := url.Parse(string(text))
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" || parsed.RawQuery != "" || parsed.Fragment != "" || parsed.User != nil {
		return errors.New("a public address is a URL without query, such as https://rollcall.example.org")
	}
	*u = publicURL(text)
	return nil
}
