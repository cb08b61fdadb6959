package main

import (
	"net/netip"
	"os/exec"
	"testing"
	"time"
)

func TestTimeSpansKnowDays(t *testing.T) {
	for text, want := range map[string]time.Duration{"0": 0, "20s": 20 * time.Second, "1h30m": 90 * time.Minute, "90d": 90 * 24 * time.Hour, "0d": 0} {
		var d duration
		if err := d.UnmarshalText([]byte(text)); err != nil || time.Duration(d) != want {
			t.Errorf("%s: got %s, %v", text, time.Duration(d), err)
		}
	}
	for _, text := range []string{"", "d", "-1d", "1.5d", "-1s", "5", "100000d", "1d2h", "long", "9999999h"} {
		if err := new(duration).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestOriginsAreAsBrowsersSendThem(t *testing.T) {
	for _, text := range []string{"*", "https://desk.example.org", "http://localhost:5173", "https://[::1]:8443"} {
		if err := new(origin).UnmarshalText([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "desk.example.org", "https://", "https://desk.example.org/", "https://desk.example.org?", "https://Desk.example.org", "https://u:p@desk.example.org", "file:///tmp", "null"} {
		if err := new(origin).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestNetworksAreAddressesOrBlocksOfThem(t *testing.T) {
	for text, want := range map[string]string{"10.0.0.0/8": "10.0.0.0/8", "10.1.2.3/8": "10.0.0.0/8", "10.0.0.7": "10.0.0.7/32", "fd00::/8": "fd00::/8", "::1": "::1/128"} {
		var n network
		if err := n.UnmarshalText([]byte(text)); err != nil || netip.Prefix(n).String() != want {
			t.Errorf("%s: got %s, %v", text, netip.Prefix(n), err)
		}
	}
	for _, text := range []string{"", "*", "10.0.0.0/33", "proxy.internal", "10.0.0", "0.0.0.0/0", "::/0", "fe80::1%eth0", "10.0.0.1:80"} {
		if err := new(network).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestAddressesHaveAPort(t *testing.T) {
	for _, text := range []string{"", ":8080", "127.0.0.1:0", "[::1]:65535", "rollcall.internal:80"} {
		if err := new(address).UnmarshalText([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"8080", "localhost", "::1:80", ":65536", ":-1", ":http", "a:b:1"} {
		if err := new(address).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestAShellTakesAQuotedWordAsItWas(t *testing.T) {
	for _, word := range []string{"", "rollcall.db", "my record.db", "it's", `$HOME/"x"`, "a\nb", "*", "~", "postgres://u:***@h/d?sslmode=disable&x=1"} {
		out, err := exec.Command("bash", "-c", "printf %s "+quoted(word)).CombinedOutput()
		if err != nil || string(out) != word {
			t.Errorf("%q came back as %q, %v", word, out, err)
		}
	}
}

func FuzzRateLimit(f *testing.F) {
	for _, text := range []string{"", "off", "on", "5", "0.5", "0", "-1", "1e6", "1e7", "1e-9", "NaN", "Inf", "-Inf", "0x1p-2", "1_000", " 5", "5/s", "\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const before = rateLimit(-7)
		r := before
		err := r.UnmarshalText([]byte(text))
		switch {
		case err != nil:
			if r != before || err.Error() == "" {
				t.Errorf("%q is refused and leaves %v: %v", text, r, err)
			}
		case text == "off":
			if r != 0 {
				t.Errorf("off is %v", r)
			}
		case !(r >= 0.001 && r <= 1e6):
			t.Errorf("%q is taken as %v", text, r)
		}
	})
}
