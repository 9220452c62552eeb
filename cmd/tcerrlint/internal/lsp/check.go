package lsp

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// pause is how long somebody must not type before a check begins, unless the
// options say otherwise.
const pause = 150 * time.Millisecond

// A queue is the work on one module: at most one check runs and one waits. An
// edit ends the check of its own module, and of no other.
type queue struct {
	wake   chan struct{}
	cancel context.CancelFunc // of the check that runs, or nil

	asked   int           // how often something changed
	checked int           // how much of that the last check that came to its end knew
	ended   chan struct{} // closed when a check ends
}

// changed ends the check of a module that runs and asks for another.
func (s *server) changed(root string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queues[root]
	if q == nil {
		q = &queue{wake: make(chan struct{}, 1), ended: make(chan struct{})}
		s.queues[root] = q
		s.workers.Go(func() { s.work(root, q) })
	}
	q.asked++
	if q.cancel != nil {
		q.cancel()
	}
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// allChanged does so for every module of which a document is open.
func (s *server) allChanged() {
	s.mu.Lock()
	var roots []string
	for root := range s.queues {
		roots = append(roots, root)
	}
	s.mu.Unlock()
	for _, root := range roots {
		s.changed(root)
	}
}

// work checks the open documents of a module whenever something changed, until
// none is open.
func (s *server) work(root string, q *queue) {
	view := live.NewView(root)
	view.Kept = s.Kept
	complaint := ""
	for q.quiet(s.ctx, cmp.Or(s.Pause, pause)) {
		checking, cancel := context.WithCancel(s.ctx)
		documents, asked := s.begin(root, q, cancel)
		if len(documents) == 0 {
			cancel()
			s.clear(root)
			s.end(q, asked)
			return
		}
		view.Tags = strings.Join(s.settingsOf(root).BuildTags, ",")
		started := time.Now()
		over := s.whileLong(checking, "tcerrlint: checking "+root, cancel)
		result, err := view.Check(checking, texts(documents))
		over()
		s.loaded(root, view.Sources)
		if checking.Err() == nil { // else the user waits for another check, or for none
			complaint = s.complain(complaint, err)
			if result != nil {
				s.publish(root, documents, result)
				s.log(fmt.Sprintf("%s: %d packages analyzed in %v", root, view.Fresh, time.Since(started).Round(time.Millisecond)))
			}
		}
		cancel()
		s.end(q, asked)
		view.Remember()
	}
}

// quiet waits for work, and until nothing changed for a while. It reports false
// when the session ends.
func (q *queue) quiet(ctx context.Context, pause time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-q.wake:
	}
	for {
		select {
		case <-ctx.Done():
			return false
		case <-q.wake:
		case <-time.After(pause):
			return true
		}
	}
}

// begin returns the open documents of a module, and how many changes they have
// seen. From now on a change calls cancel; where no document is open, the queue is
// gone.
func (s *server) begin(root string, q *queue, cancel context.CancelFunc) (map[string]document, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.cancel = cancel
	documents := make(map[string]document)
	for name, doc := range s.documents {
		if live.Root(name) == root {
			documents[name] = doc
		}
	}
	if len(documents) == 0 {
		delete(s.queues, root)
		delete(s.sources, root)
	}
	return documents, q.asked
}

// end notes that a check came to its end: an edit that ended it early has asked
// for another.
func (s *server) end(q *queue, asked int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.asked == asked {
		q.checked = asked
	}
	close(q.ended)
	q.ended = make(chan struct{})
}

// settled waits until all that has changed in a module by now is checked.
func (s *server) settled(ctx context.Context, root string) error {
	s.mu.Lock()
	q := s.queues[root]
	asked := 0
	if q != nil {
		asked = q.asked
	}
	s.mu.Unlock()
	for q != nil {
		s.mu.Lock()
		done, ended := q.checked >= asked, q.ended
		s.mu.Unlock()
		if done {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ended:
		}
	}
	return nil
}

func texts(documents map[string]document) map[string][]byte {
	texts := make(map[string][]byte)
	for name, doc := range documents {
		texts[name] = doc.text
	}
	return texts
}

// complain tells the user why nothing can be found, once, and returns what was
// told last.
func (s *server) complain(last string, err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if text != last {
		s.notify("window/showMessage", messageParams{messageError, "tcerrlint: " + strings.TrimPrefix(text, "tcerrlint: ")})
	}
	return text
}

func (s *server) log(text string) { s.notify("window/logMessage", messageParams{messageLog, text}) }

// notify tells the editor something. If it is gone, the session ends anyway.
func (s *server) notify(method string, params any) {
	_ = s.conn.Notify(context.Background(), method, params)
}
