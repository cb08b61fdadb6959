package telemetry

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollcall/internal/access"
)

// newLog returns a logger and what it writes.
func newLog(t *testing.T, format string, level slog.Leveler) (*slog.Logger, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	logger, err := NewLogger(&out, format, level)
	if err != nil {
		t.Fatal(err)
	}
	return logger, &out
}

// lines decodes a JSON log.
func lines(t *testing.T, out *bytes.Buffer) []map[string]any {
	t.Helper()
	var decoded []map[string]any
	for decoder := json.NewDecoder(out); decoder.More(); {
		var line map[string]any
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		decoded = append(decoded, line)
	}
	return decoded
}

func TestAnUnknownLogFormatIsRefused(t *testing.T) {
	if _, err := NewLogger(&bytes.Buffer{}, "xml", slog.LevelInfo); err == nil || !strings.Contains(err.Error(), FormatJSON) {
		t.Errorf("the error does not say what there is: %v", err)
	}
}

func TestAutomaticFormatIsJSONWhereThereIsNoTerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	logger, err := NewLogger(file, FormatAuto, slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	logger.Info("started")
	text, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(text) {
		t.Errorf("not JSON: %s", text)
	}

	toBuffer, out := newLog(t, FormatAuto, slog.LevelInfo)
	toBuffer.Info("started")
	if !json.Valid(out.Bytes()) {
		t.Errorf("not JSON: %s", out)
	}
}

func TestALevelCanChangeWhileRunning(t *testing.T) {
	level := new(slog.LevelVar)
	logger, out := newLog(t, FormatText, level)
	logger.Debug("hidden")
	level.Set(slog.LevelDebug)
	logger.Debug("shown")
	if got := out.String(); strings.Contains(got, "hidden") || !strings.Contains(got, "shown") {
		t.Errorf("got %s", got)
	}
}

func TestTimesAreLoggedInUTC(t *testing.T) {
	logger, out := newLog(t, FormatJSON, slog.LevelInfo)
	logger.Info("x", "at", time.Date(2026, 1, 23, 6, 0, 0, 0, time.FixedZone("", -6*3600)))
	line := lines(t, out)[0]
	if line["at"] != "2026-01-23T12:00:00Z" {
		t.Errorf("an attribute is %v", line["at"])
	}
	if at, _ := line["time"].(string); !strings.HasSuffix(at, "Z") {
		t.Errorf("the line's time is %v", line["time"])
	}
}

func TestAttributesNamedAsSecretsAreMasked(t *testing.T) {
	logger, out := newLog(t, FormatJSON, slog.LevelInfo)
	secrets := []string{
		"key", "secret", "authorization", "password", "token", "dsn", "email",
		"Authorization", "api_key", "apiKey", "X-API-Key", "database_dsn", "access_token", "tokens", "Set-Cookie",
	}
	for _, name := range secrets {
		logger.Info("x", name, "hunter2")
		logger.Info("x", name, []string{"hunter2"})
		logger.Info("x", name, errors.New("hunter2"))
		logger.Info("x", slog.Group(name, "inside", "hunter2", slog.Group("deeper", "inside", "hunter2")))
		logger.With(name, "hunter2").Info("x")
		logger.WithGroup(name).Info("x", "inside", "hunter2")
		if strings.Contains(out.String(), "hunter2") {
			t.Errorf("%s is logged: %s", name, out)
		}
		if got := lines(t, out)[0][name]; got != mask {
			t.Errorf("%s is %v", name, got)
		}
		out.Reset()
	}
}

func TestAttributesThatAreNoSecretsAreNot(t *testing.T) {
	logger, out := newLog(t, FormatJSON, slog.LevelInfo)
	type shape struct{ A, B int }
	logger.Info("started", "key_id", "0", "handle", "ana", "seq", 7, "list", []string{"a"}, "shape", shape{1, 2}, "error", errors.New("disk full"), "missing", nil)
	line := lines(t, out)[0]
	delete(line, "time")
	want := map[string]any{
		"level": "INFO", "msg": "started", "key_id": "0", "handle": "ana", "seq": 7., "list": []any{"a"},
		"shape": map[string]any{"A": 1., "B": 2.}, "error": "disk full", "missing": nil,
	}
	if fmt.Sprint(line) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", line, want)
	}
}

type (
	stringer    struct{ text string }
	marshaler   struct{ text string }
	valuer      struct{ text string }
	brokenError struct{ text string }
)

func (s stringer) String() string                { return s.text }
func (m marshaler) MarshalText() ([]byte, error) { return []byte(m.text), nil }
func (v valuer) LogValue() slog.Value            { return slog.GroupValue(slog.String("inside", v.text)) }
func (b *brokenError) Error() string             { return b.text }

func TestSecretsAreMaskedWhateverHoldsThem(t *testing.T) {
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse("postgres://ana:hunter2@localhost/db")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{key.Reveal(), "postgres://ana:hunter2@localhost/db", "host=h password='hunter2'"} {
		for name, value := range map[string]any{
			"a string":           secret,
			"an error":           errors.New(secret),
			"a wrapped error":    fmt.Errorf("refused: %w", errors.New(secret)),
			"a stringer":         stringer{secret},
			"a text marshaler":   &marshaler{secret},
			"a log valuer":       valuer{secret},
			"bytes":              []byte(secret),
			"a list":             []string{secret},
			"a map":              map[string]any{"x": secret},
			"a struct":           struct{ X string }{secret},
			"a pointer":          &struct{ X *string }{&secret},
			"an unexported part": struct{ x string }{secret},
			"raw JSON":           json.RawMessage(`{"password":"hunter2"}`),
			"a URL":              address,
			"a key":              key,
		} {
			for _, format := range []string{FormatText, FormatJSON} {
				logger, out := newLog(t, format, slog.LevelInfo)
				logger.Info("x", "value", value)
				logger.With("value", value).Info("x", slog.Group("group", "value", value))
				logger.Info("refused "+secret, "value", value)
				logger.Info("x", value) // !BADKEY
				for _, leak := range []string{key.Reveal()[14:24], "hunter2"} {
					if strings.Contains(out.String(), leak) {
						t.Errorf("%s in %s leaks: %s", name, format, out)
					}
				}
			}
		}
	}
}

func TestALogSurvivesANilError(t *testing.T) {
	for _, format := range []string{FormatText, FormatJSON} {
		logger, out := newLog(t, format, slog.LevelInfo)
		var none *brokenError
		logger.InfoContext(context.Background(), "x", "error", none)
		if out.Len() == 0 {
			t.Errorf("%s: nothing is logged", format)
		}
	}
}

func TestAutomaticFormatIsTextOnATerminal(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminal can be opened here: %v", err)
	}
	defer terminal.Close()
	logger, err := NewLogger(terminal, FormatAuto, slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	if _, text := logger.Handler().(*slog.TextHandler); !text {
		t.Errorf("the handler is a %T", logger.Handler())
	}
}
