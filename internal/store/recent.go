package store

import (
	"container/list"
	"sync"
)

// recent keeps what was used last, up to a weight. What is new always has its place: one large call that
// everybody reads would lose to many small ones in a cache that goes by how often each was used.
type recent[K comparable, V any] struct {
	mu     sync.Mutex
	most   int
	weight int
	items  map[K]*list.Element
	order  list.List // the last used first
}

type recentItem[K comparable, V any] struct {
	key    K
	value  V
	weight int
}

func newRecent[K comparable, V any](most int) *recent[K, V] {
	return &recent[K, V]{most: most, items: map[K]*list.Element{}}
}

func (r *recent[K, V]) get(key K) (value V, found bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, found := r.items[key]
	if !found {
		return value, false
	}
	r.order.MoveToFront(e)
	return item[K, V](e).value, true
}

// getOr answers what is kept, or keeps and answers what is made, with a weight of 1.
func (r *recent[K, V]) getOr(key K, fresh func() V) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, found := r.items[key]
	if !found {
		v := fresh()
		r.put(key, v, 1)
		return v
	}
	r.order.MoveToFront(e)
	return item[K, V](e).value
}

// set keeps a value, in the place of the one that was kept.
func (r *recent[K, V]) set(key K, value V, weight int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put(key, value, weight)
}

func (r *recent[K, V]) put(key K, value V, weight int) {
	if old, found := r.items[key]; found {
		r.drop(old)
	}
	r.items[key] = r.order.PushFront(&recentItem[K, V]{key, value, weight})
	r.weight += weight
	for r.weight > r.most && r.order.Len() > 1 { // the last used stays, whatever it weighs
		r.drop(r.order.Back())
	}
}

func (r *recent[K, V]) drop(e *list.Element) {
	i := item[K, V](e)
	r.order.Remove(e)
	delete(r.items, i.key)
	r.weight -= i.weight
}

func item[K comparable, V any](e *list.Element) *recentItem[K, V] {
	i, _ := e.Value.(*recentItem[K, V]) // it holds nothing else
	return i
}
