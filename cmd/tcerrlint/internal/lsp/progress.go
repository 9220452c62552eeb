package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// patience is how long work takes before the user is told of it.
const patience = 500 * time.Millisecond

type progressParams struct {
	Token any           `json:"token"`
	Value progressValue `json:"value"`
}

type progressValue struct {
	Kind        string `json:"kind"` // begin, report or end
	Title       string `json:"title,omitempty"`
	Cancellable bool   `json:"cancellable,omitempty"`
	Message     string `json:"message,omitempty"`
	Percentage  *int   `json:"percentage,omitempty"`
}

type tokenParams struct {
	Token json.RawMessage `json:"token"`
}

// A job is work that the editor shows while it lasts, and can end.
type job struct {
	s     *server
	token any
}

// report says how far the work is.
func (j *job) report(message string, done, of int) {
	if j.token != nil {
		percent := 100 * done / max(1, of)
		j.s.notify("$/progress", progressParams{j.token, progressValue{Kind: "report", Message: message, Percentage: &percent}})
	}
}

// startJob shows work under a token that the editor gave, or else asks it for a
// token. Whoever gets the job ends it.
func (s *server) startJob(ctx context.Context, title string, given json.RawMessage, cancel context.CancelFunc) (j *job, end func()) {
	j = &job{s: s}
	switch {
	case len(given) > 0 && string(given) != "null":
		j.token = given
	case s.client.Window.Progress:
		s.mu.Lock()
		s.jobs++
		token := fmt.Sprintf("tcerrlint-%d", s.jobs)
		s.mu.Unlock()
		if s.conn.Call(ctx, "window/workDoneProgress/create", map[string]string{"token": token}, nil) != nil {
			return j, func() {}
		}
		j.token = token
	default:
		return j, func() {}
	}
	key := tokenKey(j.token)
	s.mu.Lock()
	s.running[key] = cancel
	s.mu.Unlock()
	s.notify("$/progress", progressParams{j.token, progressValue{Kind: "begin", Title: title, Cancellable: true}})
	return j, func() {
		s.mu.Lock()
		delete(s.running, key)
		s.mu.Unlock()
		s.notify("$/progress", progressParams{j.token, progressValue{Kind: "end"}})
	}
}

// tokenKey returns the JSON of a token, which is a text or a number.
func tokenKey(token any) string {
	key, err := json.Marshal(token)
	if err != nil {
		return ""
	}
	return string(key)
}

// whileLong shows work only once it has taken a while. What is returned ends it.
func (s *server) whileLong(ctx context.Context, title string, cancel context.CancelFunc) (end func()) {
	ctx, over := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-ctx.Done():
			return
		case <-time.After(cmp.Or(s.Patience, patience)):
		}
		_, end := s.startJob(ctx, title, nil, cancel)
		<-ctx.Done()
		end()
	}()
	return func() { over(); <-done }
}

// stop ends work that the user does not wait for.
func (s *server) stop(p tokenParams) {
	s.mu.Lock()
	cancel := s.running[string(p.Token)]
	s.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}
