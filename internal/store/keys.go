package store

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"rollcall/internal/access"
	"rollcall/internal/record"
)

// keyRow is a key as the database holds it.
type keyRow struct {
	ID         string
	Handle     string
	Role       string
	Grants     record.List[uuid.UUID]
	Hash       []byte
	CreatedAt  time.Time
	ExpiresAt  *time.Time
	RevokedAt  *time.Time
	ReplacedBy string
}

func (k keyRow) credential() access.Credential {
	return access.Credential{
		ID: k.ID, Handle: k.Handle, Role: access.Role(k.Role), Grants: k.Grants, Hash: k.Hash,
		CreatedAt: k.CreatedAt.UTC(), ExpiresAt: k.ExpiresAt, RevokedAt: k.RevokedAt, ReplacedBy: k.ReplacedBy,
	}
}

func keyValues(c access.Credential) map[string]any {
	return map[string]any{
		"id": c.ID, "handle": c.Handle, "role": string(c.Role), "grants": record.List[uuid.UUID](c.Grants), "hash": c.Hash,
		"created_at": instant(c.CreatedAt), "expires_at": instantOrNull(c.ExpiresAt), "revoked_at": instantOrNull(c.RevokedAt), "replaced_by": c.ReplacedBy,
	}
}

func instantOrNull(t *time.Time) any {
	if t == nil {
		return nil
	}
	return instant(*t)
}

const keyColumns = "id, handle, role, grants, hash, created_at, expires_at, revoked_at, replaced_by"

// Credential answers what is kept of a key. Errors: CodeNotFound.
func (s *Store) Credential(ctx context.Context, id string) (access.Credential, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return access.Credential{}, err
	}
	return r.credential(id)
}

func (r reader) credential(id string) (access.Credential, error) {
	var found []keyRow
	if err := r.db.Table("keys").Select(keyColumns).Where("id = ?", id).Scan(&found).Error; err != nil {
		return access.Credential{}, r.dialect.translate(err)
	}
	if len(found) == 0 {
		return access.Credential{}, record.Errorf(record.CodeNotFound, "There is no key %q.", id)
	}
	return found[0].credential(), nil
}

// Credentials answers a page of all keys in the order of their creation.
func (s *Store) Credentials(ctx context.Context, p record.Page) (record.Listing[access.Credential], error) {
	var out record.Listing[access.Credential]
	q := s.reads.WithContext(ctx).Table("keys")
	if p.Total {
		var n int64
		if err := q.Session(&gorm.Session{}).Count(&n).Error; err != nil {
			return out, s.dialect.translate(err)
		}
		total := int(n)
		out.Total = &total
	}
	direction, beyond := "", ">"
	if p.Descending {
		direction, beyond = " DESC", "<"
	}
	// A key's id is no UUID, so the mark's value holds it beside the instant.
	if p.After != nil {
		at, id, _ := strings.Cut(p.After.Value, " ")
		created, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			return out, err
		}
		q = q.Where("(created_at, id) "+beyond+" (?, ?)", created, id)
	}
	if p.Limit > 0 {
		q = q.Limit(p.Limit + 1)
	}
	var rows []keyRow
	if err := q.Select(keyColumns).Order("created_at" + direction + ", id" + direction).Scan(&rows).Error; err != nil {
		return out, s.dialect.translate(err)
	}
	if p.Limit > 0 && len(rows) > p.Limit {
		rows = rows[:p.Limit]
		last := rows[p.Limit-1]
		out.Next = &record.Mark{Value: last.CreatedAt.UTC().Format(time.RFC3339Nano) + " " + last.ID}
	}
	for _, k := range rows {
		out.Items = append(out.Items, k.credential())
	}
	return out, nil
}

// CreateKey stores a new key. Every union of its grant must be in the record. Errors: CodeInvalid.
func (s *Store) CreateKey(ctx context.Context, w record.Write, c access.Credential) (access.Credential, error) {
	return write(ctx, s, w, func(t *tx) (access.Credential, error) {
		var f record.Faults
		for _, id := range c.Grants {
			if err := t.requireUnion(&f, "/unions", id); err != nil {
				return c, err
			}
		}
		if err := f.Err("The key"); err != nil {
			return c, err
		}
		c.CreatedAt = t.s.Now()
		return c, t.insert("keys", []map[string]any{keyValues(c)})
	})
}

// RevokeKey ends a key at once. A key that was revoked before stays revoked. Errors: CodeNotFound.
func (s *Store) RevokeKey(ctx context.Context, w record.Write, id string) error {
	_, err := write(ctx, s, w, func(t *tx) (struct{}, error) {
		c, err := t.credential(id)
		if err != nil || c.RevokedAt != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.db.Table("keys").Where("id = ?", id).Updates(map[string]any{"revoked_at": t.s.Now()}).Error
	})
	return err
}

// RotateKey puts a new key in the place of one, which goes on working for the overlap. Errors:
// CodeNotFound; CodeConflict when the key was revoked, has expired or was rotated already.
func (s *Store) RotateKey(ctx context.Context, w record.Write, id string, next access.Key, overlap time.Duration) (access.Credential, error) {
	return write(ctx, s, w, func(t *tx) (access.Credential, error) {
		c, err := t.credential(id)
		if err != nil {
			return c, err
		}
		old, successor, err := c.Rotate(next, t.s.Now(), overlap)
		if err != nil {
			text := err.Error()
			return c, record.Errorf(record.CodeConflict, "%s.", strings.ToUpper(text[:1])+text[1:])
		}
		if err := t.db.Table("keys").Where("id = ?", id).Updates(keyValues(old)).Error; err != nil {
			return c, err
		}
		return successor, t.insert("keys", []map[string]any{keyValues(successor)})
	})
}
