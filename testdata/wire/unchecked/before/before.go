// Package before hands requests to functions that nobody sees: what these are given
// before anything was received cannot be the answer.
package before

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"example.com/wire/unchecked/before/tc3"
)

const endpoint = "https://cdn.tencentcloudapi.com"

type answer struct {
	Response struct {
		Error *struct {
			Code    string
			Message string
		}
		Total int
	}
}

// signer signs requests.
type signer interface {
	Sign(r *http.Request, payload []byte) error
}

// client asks the API.
type client struct {
	http    *http.Client
	signer  signer
	sign    func(r *http.Request, body []byte)
	encoded func(in any) error
	check   func(body []byte) error
	note    func(v any) error
	wrap    func(http.RoundTripper) http.RoundTripper
	before  []func(r *http.Request, body []byte)
	last    []byte
}

func request(ctx context.Context, action string, body []byte) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-TC-Action", action)
	r.Header.Set("X-TC-Version", "2018-06-06")
	return r, nil
}

func (c *client) do(r *http.Request) ([]byte, error) {
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// parameter is given the function that signs.
func parameter(ctx context.Context, sign func(*http.Request, []byte), action string, body []byte) ([]byte, error) {
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	sign(r, body)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// count decodes what came.
func count(ctx context.Context, sign func(*http.Request, []byte)) (int, error) {
	data, err := parameter(ctx, sign, "DescribeDomains", []byte("{}"))
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil { // want `uncheckedresponse: "a" is used, but nothing looks at its Response.Error`
		return 0, err
	}
	return a.Response.Total, nil
}

// countChecked looks at the Error.
func countChecked(ctx context.Context, sign func(*http.Request, []byte)) (int, error) {
	data, err := parameter(ctx, sign, "DescribeDomains", []byte("{}"))
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil {
		return 0, fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	return a.Response.Total, nil
}

// field calls the function in a field.
func (c *client) field(ctx context.Context, action string, body []byte) ([]byte, error) {
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	c.sign(r, body)
	return c.do(r)
}

// byMethod calls a method of an interface.
func (c *client) byMethod(ctx context.Context, action string, body []byte) ([]byte, error) {
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	if err := c.signer.Sign(r, body); err != nil {
		return nil, err
	}
	return c.do(r)
}

// elsewhere calls a function of another package.
func (c *client) elsewhere(ctx context.Context, action string, in map[string]string) ([]byte, error) {
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(in); err != nil {
		return nil, err
	}
	r, err := request(ctx, action, buf.Bytes())
	if err != nil {
		return nil, err
	}
	if err := tc3.Sign(r, buf.Bytes()); err != nil {
		return nil, err
	}
	for _, hook := range c.before {
		hook(r, buf.Bytes())
	}
	return c.do(r)
}

// hooks calls all that are there.
func (c *client) hooks(ctx context.Context, action string, body []byte) ([]byte, error) {
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	for _, hook := range c.before {
		hook(r, body)
	}
	return c.do(r)
}

// input tells what will be sent.
func (c *client) input(ctx context.Context, action string, in any) ([]byte, error) {
	if err := c.encoded(in); err != nil {
		return nil, err
	}
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	return c.do(r)
}

// signed signs in a function of its own.
func (c *client) signed(ctx context.Context, action string, body []byte) (*http.Request, error) {
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	c.sign(r, body)
	return r, nil
}

// prepared has the request made for it.
func (c *client) prepared(ctx context.Context, action string, body []byte) ([]byte, error) {
	r, err := c.signed(ctx, action, body)
	if err != nil {
		return nil, err
	}
	return c.do(r)
}

// nested makes the request as it sends it.
func (c *client) nested(ctx context.Context, action string, body []byte) ([]byte, error) {
	return c.do(c.must(ctx, action, body))
}

func (c *client) must(ctx context.Context, action string, body []byte) *http.Request {
	r, err := c.signed(ctx, action, body)
	if err != nil {
		panic(err)
	}
	return r
}

// forwarded is another name.
func (c *client) forwarded(ctx context.Context, action string, body []byte) ([]byte, error) {
	return c.field(ctx, action, body)
}

// through calls it by that name.
func (c *client) through(ctx context.Context, action string, body []byte) ([]byte, error) {
	data, err := c.forwarded(ctx, action, body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return data, nil
}

// attempts signs again for each.
func (c *client) attempts(ctx context.Context, action string, body []byte) ([]byte, error) {
	for i := 0; ; i++ {
		r, err := request(ctx, action, body)
		if err != nil {
			return nil, err
		}
		c.sign(r, body)
		data, err := c.do(r)
		if err == nil || i == 3 {
			return data, err
		}
	}
}

// repeated calls what signs again, with text that is made for each.
func (c *client) repeated(ctx context.Context, action, id string) ([]byte, error) {
	for i := 0; ; i++ {
		text := fmt.Sprintf(`{"Id":%q,"Try":%d}`, id, i)
		data, err := c.field(ctx, action, []byte(text))
		if err == nil || i == 3 {
			return data, err
		}
	}
}

// literal signs in a literal.
func (c *client) literal(ctx context.Context, action string, body []byte) ([]byte, error) {
	make := func() (*http.Request, error) {
		r, err := request(ctx, action, body)
		if err == nil {
			c.sign(r, body)
		}
		return r, err
	}
	r, err := make()
	if err != nil {
		return nil, err
	}
	return c.do(r)
}

// throw throws all of them away.
func (c *client) throw(ctx context.Context, sign func(*http.Request, []byte)) error {
	_, err := parameter(ctx, sign, "StopDomain", nil) // want `uncheckedresponse: the answer of parameter is thrown away`
	if err != nil {
		return err
	}
	if _, err = c.field(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of field is thrown away`
		return err
	}
	if _, err = c.byMethod(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of byMethod is thrown away`
		return err
	}
	if _, err = c.elsewhere(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of elsewhere is thrown away`
		return err
	}
	if _, err = c.hooks(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of hooks is thrown away`
		return err
	}
	if _, err = c.input(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of input is thrown away`
		return err
	}
	if _, err = c.prepared(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of prepared is thrown away`
		return err
	}
	if _, err = c.nested(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of nested is thrown away`
		return err
	}
	if _, err = c.through(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of through is thrown away`
		return err
	}
	if _, err = c.attempts(ctx, "StopDomain", nil); err != nil { // want `uncheckedresponse: the answer of attempts is thrown away`
		return err
	}
	if _, err = c.repeated(ctx, "StopDomain", ""); err != nil { // want `uncheckedresponse: the answer of repeated is thrown away`
		return err
	}
	_, err = c.literal(ctx, "StopDomain", nil) // want `uncheckedresponse: the answer of literal is thrown away`
	return err
}

// Nothing is said of the rest: what was received gets to a function that may look.

// after has the body checked.
func (c *client) after(ctx context.Context, action string, body []byte) ([]byte, error) {
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	c.sign(r, body)
	data, err := c.do(r)
	if err != nil {
		return nil, err
	}
	return data, c.check(data)
}

// afterMethod has it checked by a method of an interface.
func (c *client) afterMethod(ctx context.Context, action string, r *http.Request) ([]byte, error) {
	r.Header.Set("X-TC-Action", action)
	data, err := c.do(r)
	if err != nil {
		return nil, err
	}
	return data, c.signer.Sign(r, data)
}

// given has the response looked at.
func (c *client) given(ctx context.Context, action string, look func(*http.Response) error) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if err := look(resp); err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

// filled has what was decoded looked at.
func (c *client) filled(ctx context.Context, action string, out any) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	data, err := c.do(r)
	if err != nil {
		return nil, err
	}
	return data, tc3.Note(out)
}

// kept gives a pointer away, which is filled later on.
func (c *client) kept(ctx context.Context, action string, out any, kept func(any) func() error) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	done := kept(out)
	data, err := c.fill(r, out)
	if err != nil {
		return nil, err
	}
	return data, done()
}

func (c *client) fill(r *http.Request, out any) ([]byte, error) {
	data, err := c.do(r)
	if out == nil {
		return nil, err
	}
	return data, err
}

// keptBelow has it given away by another function.
func (c *client) keptBelow(ctx context.Context, action string, out any) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	if err := c.keep(out); err != nil {
		return nil, err
	}
	return c.fill(r, out)
}

func (c *client) keep(out any) error { return c.note(out) }

// alias has a second name for it.
func (c *client) alias(ctx context.Context, action string, out any) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	same := out
	if err := c.note(same); err != nil {
		return nil, err
	}
	return c.fill(r, out)
}

// middleware has the transport wrapped: what wraps it sees the answer.
func (c *client) middleware(ctx context.Context, action string) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: c.wrap(http.DefaultTransport)}
	resp, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// again shows each answer before the next is asked for.
func (c *client) again(ctx context.Context, action string) ([]byte, error) {
	var data []byte
	for i := 0; ; i++ {
		if err := c.check(data); err != nil {
			return nil, err
		}
		if i == 3 {
			return data, nil
		}
		r, err := request(ctx, action, nil)
		if err != nil {
			return nil, err
		}
		if data, err = c.do(r); err != nil {
			return nil, err
		}
	}
}

// againCopied does so by a variable between, as text.
func (c *client) againCopied(ctx context.Context, action string) ([]byte, error) {
	text := ""
	for i := 0; ; i++ {
		seen := []byte(text)
		if err := c.check(seen); err != nil {
			return nil, err
		}
		r, err := request(ctx, action, nil)
		if err != nil {
			return nil, err
		}
		data, err := c.do(r)
		if err != nil || i == 3 {
			return data, err
		}
		text = string(data)
	}
}

// againKept takes it out of a field.
func (c *client) againKept(ctx context.Context, action string) ([]byte, error) {
	for i := 0; ; i++ {
		if err := c.check(c.last); err != nil {
			return nil, err
		}
		r, err := request(ctx, action, nil)
		if err != nil {
			return nil, err
		}
		if c.last, err = c.do(r); err != nil || i == 3 {
			return c.last, err
		}
	}
}

// againBelow hands it to a function of its own.
func (c *client) againBelow(ctx context.Context, action string) ([]byte, error) {
	var data []byte
	for i := 0; ; i++ {
		r, err := c.signed(ctx, action, data)
		if err != nil || i == 3 {
			return data, err
		}
		if data, err = c.do(r); err != nil {
			return nil, err
		}
	}
}

// jump does so without a loop.
func (c *client) jump(ctx context.Context, action string) ([]byte, error) {
	var data []byte
again:
	if err := c.check(data); err != nil {
		return nil, err
	}
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	first := data == nil
	if data, err = c.do(r); err == nil && first {
		goto again
	}
	return data, err
}

// later has a literal that is called when it came.
func (c *client) later(ctx context.Context, action string) ([]byte, error) {
	var data []byte
	look := func() error { return c.check(data) }
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	if data, err = c.do(r); err != nil {
		return nil, err
	}
	return data, look()
}

// deferred looks at the end.
func (c *client) deferred(ctx context.Context, action string) (data []byte, err error) {
	defer func() { err = errors.Join(err, c.check(data)) }()
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	return c.do(r)
}

// both signs before and after.
func (c *client) both(ctx context.Context, action string, body []byte) ([]byte, error) {
	if err := c.verify(body); err != nil {
		return nil, err
	}
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	data, err := c.do(r)
	if err != nil {
		return nil, err
	}
	return data, c.verify(data)
}

func (c *client) verify(body []byte) error { return c.check(body) }

// value hands the function on that looks.
func (c *client) value(ctx context.Context, action string, with func([]byte, func([]byte) error) error) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	look := c.verify
	data, err := c.do(r)
	if err != nil {
		return nil, err
	}
	return data, look(data)
}

// around looks at what it sends in the same breath.
func (c *client) around(ctx context.Context, action string) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	return c.looked(c.do(r))
}

func (c *client) looked(data []byte, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return data, c.check(data)
}

// fetched comes from a function that nobody sees.
func (c *client) fetched(ctx context.Context, action string, fetch func(string) ([]byte, error)) ([]byte, error) {
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(action, "Describe") {
		return fetch(action)
	}
	return c.do(r)
}

// quiet throws all of them away.
func (c *client) quiet(ctx context.Context, r *http.Request, look func(*http.Response) error, kept func(any) func() error, fetch func(string) ([]byte, error)) error {
	a := new(answer)
	_, err := c.after(ctx, "StopDomain", nil)
	if err == nil {
		_, err = c.afterMethod(ctx, "StopDomain", r)
	}
	if err == nil {
		_, err = c.given(ctx, "StopDomain", look)
	}
	if err == nil {
		_, err = c.filled(ctx, "StopDomain", a)
	}
	if err == nil {
		_, err = c.kept(ctx, "StopDomain", a, kept)
	}
	if err == nil {
		_, err = c.keptBelow(ctx, "StopDomain", a)
	}
	if err == nil {
		_, err = c.alias(ctx, "StopDomain", a)
	}
	if err == nil {
		_, err = c.middleware(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.again(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.againCopied(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.againKept(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.againBelow(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.jump(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.later(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.deferred(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.both(ctx, "StopDomain", nil)
	}
	if err == nil {
		_, err = c.value(ctx, "StopDomain", nil)
	}
	if err == nil {
		_, err = c.around(ctx, "StopDomain")
	}
	if err == nil {
		_, err = c.fetched(ctx, "StopDomain", fetch)
	}
	return err
}
