// Package lsptest talks to language servers in tests, as an editor does.
package lsptest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// patience is how long a test waits for a server.
const patience = 2 * time.Minute

// A Client is an editor's side of a session.
type Client struct {
	t        testing.TB
	conn     *jsonrpc2.Conn
	settings any

	cancelled atomic.Int64 // requests

	mu          sync.Mutex
	changed     chan struct{} // closed when something is published
	diagnostics map[string][]Diagnostic
	published   map[string]int // how often, by name
	versions    map[string]int
	messages    []string
	said        []Said
	texts       map[string]string // of open documents
}

// Start starts a language server in a folder and begins a session with it. The
// settings are what it is told when it asks for its configuration.
func Start(t testing.TB, dir string, settings any, name string, args ...string) *Client {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PWD="+dir, "GOFLAGS=")
	if _, set := os.LookupEnv("GOWORK"); !set {
		cmd.Env = append(cmd.Env, "GOWORK=off")
	}
	stderr := new(strings.Builder)
	cmd.Stderr = stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := Connect(t, dir, settings, pipe{stdout, stdin})
	t.Cleanup(func() {
		c.Shutdown()
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v\n%s", filepath.Base(name), err, stderr)
		}
	})
	return c
}

// pipe joins the two ends of a connection.
type pipe struct {
	io.Reader
	io.WriteCloser
}

// An Editor is what an editor tells of itself.
type Editor struct {
	Dirs         []string // open folders
	Settings     any      // what it answers when it is asked for its configuration; a func(dir string) any answers for a folder, or ""
	Locale       string
	Capabilities map[string]any // more than every editor has, by name
}

// Said is what the server asked or told, other than diagnostics and messages.
type Said struct {
	Method string
	Params json.RawMessage
}

// Connect begins a session on a connection.
func Connect(t testing.TB, dir string, settings any, stream io.ReadWriteCloser) *Client {
	t.Helper()
	return Begin(t, Editor{Dirs: []string{dir}, Settings: settings, Locale: locale(settings)}, stream)
}

// Begin begins a session of an editor on a connection.
func Begin(t testing.TB, editor Editor, stream io.ReadWriteCloser) *Client {
	t.Helper()
	c := &Client{
		t: t, settings: editor.Settings, changed: make(chan struct{}),
		diagnostics: make(map[string][]Diagnostic), published: make(map[string]int), versions: make(map[string]int), texts: make(map[string]string),
	}
	handler := reading{jsonrpc2.HandlerWithError(c.handle).SuppressErrClosed()}
	c.conn = jsonrpc2.NewConn(context.Background(), jsonrpc2.NewBufferedStream(stream, jsonrpc2.VSCodeObjectCodec{}), handler)
	var folders []any
	for _, dir := range editor.Dirs {
		folders = append(folders, Folder(dir))
	}
	options := editor.Settings
	if _, ok := options.(func(string) any); ok {
		options = nil
	}
	c.Call("initialize", map[string]any{
		"processId":             os.Getpid(),
		"rootUri":               URI(editor.Dirs[0]),
		"workspaceFolders":      folders,
		"initializationOptions": options,
		"locale":                editor.Locale,
		"capabilities":          capabilities(editor.Capabilities),
	}, nil)
	c.Notify("initialized", map[string]any{})
	return c
}

// reading handles notifications in order and answers requests beside them: an
// editor goes on reading while the server does not.
type reading struct{ jsonrpc2.Handler }

func (r reading) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	if req.Notif {
		r.Handler.Handle(ctx, conn, req)
		return
	}
	go r.Handler.Handle(ctx, conn, req)
}

// Folder returns an open folder.
func Folder(dir string) map[string]any {
	return map[string]any{"uri": URI(dir), "name": filepath.Base(dir)}
}

// capabilities returns what every editor can do, and more.
func capabilities(more map[string]any) map[string]any {
	all := map[string]any{
		"workspace": map[string]any{"configuration": true},
		"textDocument": map[string]any{
			"publishDiagnostics": map[string]any{"relatedInformation": true, "codeDescriptionSupport": true, "versionSupport": true},
			"codeAction": map[string]any{
				"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix"}}},
			},
		},
	}
	merge(all, more)
	return all
}

func merge(all, more map[string]any) {
	for key, value := range more {
		inner, ok := all[key].(map[string]any)
		if with, both := value.(map[string]any); ok && both {
			merge(inner, with)
		} else {
			all[key] = value
		}
	}
}

// locale returns the language that the settings give the editor.
func locale(settings any) string {
	m, _ := settings.(map[string]any)
	lang, _ := m["locale"].(string)
	return lang
}

// handle answers the server.
func (c *Client) handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch req.Method {
	case "workspace/configuration":
		var params struct{ Items []struct{ ScopeURI string } }
		if err := json.Unmarshal(*req.Params, &params); err != nil {
			return nil, err
		}
		answers := make([]any, len(params.Items))
		for i, item := range params.Items {
			answers[i] = c.settings
			if of, ok := c.settings.(func(string) any); ok {
				answers[i] = of(Name(item.ScopeURI))
			}
		}
		return answers, nil
	case "textDocument/publishDiagnostics":
		var params struct {
			URI         string
			Version     *int
			Diagnostics []Diagnostic
		}
		if err := json.Unmarshal(*req.Params, &params); err != nil {
			return nil, err
		}
		name := Name(params.URI)
		c.diagnostics[name] = params.Diagnostics
		c.published[name]++
		close(c.changed)
		c.changed = make(chan struct{})
	case "window/showMessage", "window/logMessage":
		var params struct{ Message string }
		if err := json.Unmarshal(*req.Params, &params); err != nil {
			return nil, err
		}
		c.messages = append(c.messages, params.Message)
		close(c.changed)
		c.changed = make(chan struct{})
	default:
		said := Said{Method: req.Method}
		if req.Params != nil {
			said.Params = *req.Params
		}
		c.said = append(c.said, said)
		close(c.changed)
		c.changed = make(chan struct{})
		if req.Method == "workspace/applyEdit" {
			return map[string]any{"applied": true}, nil
		}
	}
	return nil, nil
}

// Set changes what the server is told when it asks for its configuration, and
// tells it that it changed.
func (c *Client) Set(settings any) {
	c.t.Helper()
	c.mu.Lock()
	c.settings = settings
	c.mu.Unlock()
	if _, ok := settings.(func(string) any); ok {
		settings = nil
	}
	c.Notify("workspace/didChangeConfiguration", map[string]any{"settings": settings})
}

// WaitSaid waits until the server said something that is wanted, and returns it.
func (c *Client) WaitSaid(what string, wanted func(Said) bool) Said {
	c.t.Helper()
	timeout := time.After(patience)
	for {
		c.mu.Lock()
		said, changed := slices.Clone(c.said), c.changed
		c.mu.Unlock()
		if i := slices.IndexFunc(said, wanted); i >= 0 {
			return said[i]
		}
		select {
		case <-changed:
		case <-timeout:
			c.t.Fatalf("the server did not say %s but\n%s", what, said)
		}
	}
}

// Try makes a request and returns the error that it is answered with.
func (c *Client) Try(method string, params, result any) error {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return c.conn.Call(ctx, method, params, result)
}

// Call makes a request and waits for the answer.
func (c *Client) Call(method string, params, result any) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := c.conn.Call(ctx, method, params, result); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// Cancelled makes a request, takes it back at once and returns the error that it
// is answered with, nil if it was answered before.
func (c *Client) Cancelled(method string, params any) error {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	id := jsonrpc2.ID{Str: strconv.Itoa(int(c.cancelled.Add(1))), IsString: true}
	call, err := c.conn.DispatchCall(ctx, method, params, jsonrpc2.PickID(id))
	if err != nil {
		return err
	}
	c.Notify("$/cancelRequest", map[string]any{"id": id})
	return call.Wait(ctx, nil)
}

// Notify sends a notification.
func (c *Client) Notify(method string, params any) {
	c.t.Helper()
	if err := c.conn.Notify(context.Background(), method, params); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// Shutdown ends the session.
func (c *Client) Shutdown() {
	c.t.Helper()
	c.Call("shutdown", nil, nil)
	if err := c.conn.Notify(context.Background(), "exit", nil); err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		c.t.Error(err)
	}
	_ = c.conn.Close()
}

// URI returns the address of a file.
func URI(name string) string {
	name = filepath.ToSlash(name)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}

// Name returns the name of the file at an address.
func Name(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return uri
	}
	return filepath.FromSlash(u.Path)
}
