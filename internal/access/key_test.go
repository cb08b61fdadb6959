package access

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
)

func newKey(t testing.TB) Key {
	t.Helper()
	key, err := NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestANewKeyIsOneWordOfFixedLengthThatParsesBack(t *testing.T) {
	form := regexp.MustCompile(`^rc_[0-9A-Za-z]{60}$`)
	extremes := map[string]io.Reader{
		"random":    rand.Reader,
		"all zeros": bytes.NewReader(make([]byte, 40)),
		"all ones":  bytes.NewReader(bytes.Repeat([]byte{0xff}, 40)),
	}
	for name, random := range extremes {
		t.Run(name, func(t *testing.T) {
			key, err := NewKey(random)
			if err != nil {
				t.Fatal(err)
			}
			if !form.MatchString(key.Reveal()) {
				t.Fatalf("%q does not match %v", key.Reveal(), form)
			}
			if len(key.ID()) != idLength || !strings.HasPrefix(key.Reveal(), "rc_"+key.ID()) {
				t.Errorf("the id %q does not follow the prefix of %q", key.ID(), key.Reveal())
			}
			parsed, err := ParseKey(key.Reveal())
			if err != nil {
				t.Fatal(err)
			}
			if parsed.Reveal() != key.Reveal() || parsed.ID() != key.ID() {
				t.Errorf("parsed %q, want %q", parsed.Reveal(), key.Reveal())
			}
		})
	}
}

// The text of a key is a promise: keys that are in use must parse for ever.
func TestTheFormOfAKeyDoesNotChange(t *testing.T) {
	random := make([]byte, 40)
	for i := range random {
		random[i] = byte(i)
	}
	key, err := NewKey(bytes.NewReader(random))
	if err != nil {
		t.Fatal(err)
	}
	const want = "rc_001iyt0xlwr1U8qMLQUe1RqPEQOULX6mzvgvgGUFEOG3uSdehMRg2P2xHW1X"
	if key.Reveal() != want {
		t.Errorf("got %q, want %q", key.Reveal(), want)
	}
}

func TestKeysAreMadeOfAllTheRandomnessTheyAsk(t *testing.T) {
	const bytesAsked = 40
	seen := map[string]int{}
	for i := range bytesAsked {
		random := make([]byte, bytesAsked)
		random[i] = 1
		key, err := NewKey(bytes.NewReader(random))
		if err != nil {
			t.Fatal(err)
		}
		if other, taken := seen[key.Reveal()]; taken {
			t.Errorf("byte %d makes the same key as byte %d", i, other)
		}
		seen[key.Reveal()] = i
	}
}

func TestNoKeyIsMadeWithoutEnoughRandomness(t *testing.T) {
	broken := errors.New("broken")
	for name, random := range map[string]io.Reader{
		"none":    strings.NewReader(""),
		"short":   bytes.NewReader(make([]byte, 39)),
		"failing": iotest.ErrReader(broken),
	} {
		key, err := NewKey(random)
		if err == nil || key.Reveal() != "" {
			t.Errorf("%s: got a key, error %v", name, err)
		}
	}
	if _, err := NewKey(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("the cause is lost: %v", err)
	}
}

func TestATamperedCharacterIsNoticedWhereverItStands(t *testing.T) {
	whole := newKey(t).Reveal()
	for i := range whole {
		for _, c := range []byte(base62 + "_-+/=. \x00\xff") {
			if whole[i] == c {
				continue
			}
			tampered := whole[:i] + string([]byte{c}) + whole[i+1:]
			want := ErrKeyForm
			if i >= len(keyPrefix) && strings.IndexByte(base62, c) >= 0 {
				want = ErrKeyChecksum
			}
			if _, err := ParseKey(tampered); !errors.Is(err, want) {
				t.Fatalf("%q at %d: got %v, want %v", c, i, err, want)
			}
		}
	}
}

func TestSwappedAndLostCharactersAreNoticed(t *testing.T) {
	whole := newKey(t).Reveal()
	for i := range len(whole) - 1 {
		swapped := whole[:i] + string([]byte{whole[i+1], whole[i]}) + whole[i+2:]
		if _, err := ParseKey(swapped); err == nil && swapped != whole {
			t.Errorf("swapped at %d: accepted", i)
		}
	}
	for i := range whole {
		if _, err := ParseKey(whole[:i] + whole[i+1:]); !errors.Is(err, ErrKeyForm) {
			t.Errorf("lost at %d: got %v, want %v", i, err, ErrKeyForm)
		}
	}
}

func TestAnythingElseIsNotAKey(t *testing.T) {
	whole := newKey(t).Reveal()
	for _, text := range []string{
		"", "rc_", whole + "0", " " + whole, whole + "\n", strings.ToUpper(whole[:3]) + whole[3:],
		strings.Repeat("rc_", 21), "rc_" + strings.Repeat("é", 30), strings.Repeat("0", keyLength),
	} {
		key, err := ParseKey(text)
		if !errors.Is(err, ErrKeyForm) {
			t.Errorf("%q: got %v, want %v", text, err, ErrKeyForm)
		}
		if key.ID() != "" || key.Reveal() != "" {
			t.Errorf("%q: a key came with the error", text)
		}
	}
}

func TestErrorsDoNotRepeatTheKey(t *testing.T) {
	whole := newKey(t).Reveal()
	for _, text := range []string{whole + "x", whole[:len(whole)-1] + "-", whole[:20] + "0" + whole[21:], whole[:20] + "1" + whole[21:]} {
		if _, err := ParseKey(text); err != nil && strings.Contains(err.Error(), whole[3:20]) {
			t.Errorf("the error repeats the key: %v", err)
		}
	}
}

func TestAKeyMatchesItsOwnHashOnly(t *testing.T) {
	key, other := newKey(t), newKey(t)
	sum := sha256.Sum256([]byte(key.Reveal()))
	if !bytes.Equal(key.Hash(), sum[:]) {
		t.Error("the hash is not the SHA-256 of the whole key")
	}
	if !key.Matches(sum[:]) {
		t.Error("a key does not match its own hash")
	}
	for name, hash := range map[string][]byte{
		"another key's": other.Hash(), "none": nil, "empty": {}, "short": sum[:31],
		"long": append(sum[:len(sum):len(sum)], 0), "the key itself": []byte(key.Reveal()),
	} {
		if key.Matches(hash) {
			t.Errorf("matches %s", name)
		}
	}
}

func TestTheZeroKeyMatchesNothing(t *testing.T) {
	var none Key
	empty := sha256.Sum256(nil)
	if none.Matches(empty[:]) || none.Matches(none.Hash()) || none.Matches(nil) {
		t.Error("the zero key matches a hash")
	}
}

// A key is printed in every way somebody might come to print it by accident.
func TestAKeyShowsOnlyItsIDHoweverItIsPrinted(t *testing.T) {
	key := newKey(t)
	type holder struct {
		Public  Key
		private Key
		Pointer *Key
		Any     any
		List    []Key
		Map     map[string]Key
	}
	held := holder{key, key, &key, key, []Key{key}, map[string]Key{"key": key}}

	printed := map[string]string{"String": key.String(), "print": fmt.Sprint(key), "wrapped": fmt.Errorf("%v", key).Error()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%64v", "%p"} {
		printed[verb] = fmt.Sprintf(verb, key)
		printed[verb+" of a pointer"] = fmt.Sprintf(verb, &key)
		printed[verb+" of a holder"] = fmt.Sprintf(verb, held)
		printed[verb+" of a pointer to a holder"] = fmt.Sprintf(verb, &held)
	}
	for name, handler := range map[string]func(io.Writer) slog.Handler{
		"slog text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"slog json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	} {
		var out bytes.Buffer
		slog.New(handler(&out)).With("with", key).Info("x", "value", key, "pointer", &key, "holder", held, "error", fmt.Errorf("%v", held))
		printed[name] = out.String()
	}
	for name, value := range map[string]any{"json": key, "json of a holder": held, "json of a map's key": map[string]any{"k": &held}} {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		printed[name] = string(text)
	}
	text, err := xml.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	printed["xml"] = string(text)

	secret := key.Reveal()[idEnd:]
	for way, text := range printed {
		// A tail of the secret is as telling as the whole, in hex or not.
		for _, leak := range []string{secret[:8], secret[len(secret)-8:], fmt.Sprintf("%x", secret[:8]), fmt.Sprintf("%X", secret[:8])} {
			if strings.Contains(text, leak) {
				t.Errorf("%s leaks the secret: %s", way, text)
			}
		}
	}
	for _, way := range []string{"String", "print", "%#v", "json", "slog text", "slog json"} {
		if !strings.Contains(printed[way], key.ID()) {
			t.Errorf("%s does not show the id: %s", way, printed[way])
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add(newKey(f).Reveal())
	f.Fuzz(func(t *testing.T, text string) {
		key, err := ParseKey(text)
		if err != nil {
			if !errors.Is(err, ErrKeyForm) && !errors.Is(err, ErrKeyChecksum) {
				t.Errorf("an undeclared error: %v", err)
			}
			if key.Reveal() != "" || key.ID() != "" {
				t.Error("a key came with an error")
			}
			return
		}
		if key.Reveal() != text {
			t.Errorf("%q was read as %q", text, key.Reveal())
		}
		if !key.Matches(key.Hash()) {
			t.Error("a key does not match its own hash")
		}
		if strings.Contains(key.String(), text[idEnd:]) {
			t.Error("the printed key holds the secret")
		}
		tampered := []byte(text)
		tampered[len(text)/2] ^= 1
		if _, err := ParseKey(string(tampered)); err == nil {
			t.Errorf("%q was accepted for %q", tampered, text)
		}
	})
}

func BenchmarkAuthenticate(b *testing.B) {
	key := newKey(b)
	hash, text := key.Hash(), key.Reveal()
	b.ReportAllocs()
	for b.Loop() {
		parsed, err := ParseKey(text)
		if err != nil || !parsed.Matches(hash) {
			b.Fatal("the key is refused")
		}
	}
}
