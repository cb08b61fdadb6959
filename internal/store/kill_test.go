package store_test

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// childDatabase tells a test binary that it is the child of a kill test, and which database to write to.
const childDatabase = "ROLLCALL_TEST_KILL_DATABASE"

// writeUntilKilled writes without end and prints the id and version of each endorsement once its write is
// acknowledged. Each write makes a source, moves a timeline on and appends two changes.
func writeUntilKilled(database string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Database: database})
	if err != nil {
		return err
	}
	calls, err := s.Calls(ctx, record.CallFilter{}, record.Page{Limit: 1})
	if err != nil {
		return err
	}
	for {
		name := uuid.NewString()
		u, err := s.CreateUnion(ctx, by, record.Union{Kind: record.KindLocal, Name: "Local " + name}, "")
		if err != nil {
			return err
		}
		for n := range 3 {
			p, err := record.NewPosition(record.Position{Position: record.Endorsed, EffectiveOn: record.Date(fmt.Sprint(2020 + n)), Citations: record.List[record.Citation]{{Draft: &record.Source{URL: fmt.Sprintf("https://example.org/%s/%d", name, n)}}}})
			if err != nil {
				return err
			}
			e, err := s.PutEndorsement(ctx, by, ref(calls.Items[0].ID), ref(u.ID), p, record.Match{Given: n > 0, Any: n > 0})
			if err != nil {
				return err
			}
			if _, err := fmt.Println(e.ID, e.Version); err != nil {
				return err
			}
		}
	}
}

// durable is a database that survives kill -9 of those who write to it.
func durable(t *testing.T, name string) string {
	t.Helper()
	if name == "sqlite" {
		return filepath.Join(t.TempDir(), "rollcall.db")
	}
	server := storetest.PostgresServer(t, true)
	conn := storetest.Must(pgx.Connect(t.Context(), server))(t)
	defer conn.Close(t.Context())
	database := "rollcall_kill_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	_, err := conn.Exec(t.Context(), "CREATE DATABASE "+database)
	done(t, err)
	t.Cleanup(func() {
		ctx := context.Background()
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close(ctx)
		if _, err := conn.Exec(ctx, "DROP DATABASE "+database+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	dsn := storetest.Must(url.Parse(server))(t)
	dsn.Path = "/" + database
	return dsn.String()
}

// Whenever a process is killed, what it acknowledged is there with its changes, and nothing is half done.
func TestAKilledWriterLosesNothingItAcknowledged(t *testing.T) {
	rounds := steps(100)
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			r := seeded(t)
			f := storetest.Open(t, durable(t, name), store.Options{})
			f.Call("The call", "2026-01-23")
			acknowledged := map[uuid.UUID]int{}
			for range rounds {
				child := exec.CommandContext(t.Context(), os.Args[0])
				child.Env = append(os.Environ(), childDatabase+"="+f.Database)
				child.Stderr = os.Stderr
				out := storetest.Must(child.StdoutPipe())(t)
				done(t, child.Start())
				// Some time after it wrote for the first time, in the middle of whatever it does.
				lines := bufio.NewScanner(out)
				var after *time.Timer
				for lines.Scan() {
					// A line that was cut off with the process says nothing.
					var version int
					first, last, _ := strings.Cut(lines.Text(), " ")
					if id, err := uuid.Parse(first); err == nil {
						if _, err := fmt.Sscan(last, &version); err == nil {
							acknowledged[id] = max(acknowledged[id], version)
						}
					}
					if after == nil {
						after = time.AfterFunc(time.Duration(r.IntN(40_000))*time.Microsecond, func() { _ = child.Process.Kill() })
					}
				}
				if err := child.Wait(); err == nil || after == nil {
					t.Fatalf("the child ended by itself: %v", err)
				}
			}
			changes := ledger(f)
			sources := map[uuid.UUID]int64{}
			stands := map[uuid.UUID]record.Change{}
			for _, c := range changes {
				stands[c.ID] = c
				if c.Entity == record.EntitySource {
					sources[c.ID] = c.Batch
				}
			}
			list := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{}, record.Page{}))(t).Items
			found := map[uuid.UUID]bool{}
			for _, e := range list {
				found[e.ID] = true
				last := stands[e.ID]
				if e.Version < acknowledged[e.ID] || last.Version != e.Version {
					t.Errorf("endorsement %s is at version %d, its last change at %d, and %d was acknowledged", e.ID, e.Version, last.Version, acknowledged[e.ID])
				}
				line := storetest.Must(f.Store.Timeline(t.Context(), e.ID, record.Moment{}))(t)
				if len(line.Positions) != e.Version {
					t.Errorf("endorsement %s has %d positions at version %d", e.ID, len(line.Positions), e.Version)
				}
				for _, p := range line.Positions {
					if len(p.Citations) != 1 || sources[p.Citations[0].Source.ID] == 0 {
						t.Errorf("position %s is half done: %+v", p.ID, p)
					}
					delete(sources, p.Citations[0].Source.ID)
				}
			}
			for id := range acknowledged {
				if !found[id] {
					t.Errorf("endorsement %s is lost", id)
				}
			}
			if len(sources) > 0 {
				t.Errorf("%d sources without their position", len(sources))
			}
			t.Logf("%d kills, %d endorsements acknowledged, %d changes", rounds, len(acknowledged), len(changes))
		})
	}
}
