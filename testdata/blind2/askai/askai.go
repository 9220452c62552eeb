// Package askai talks to a language model.
package askai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerror "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	hunyuan "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/hunyuan/v20230901"
)

// ErrBusy is for callers that queue.
var ErrBusy = errors.New("the model is busy")

// Chat is a conversation.
type Chat struct {
	client  *hunyuan.Client
	history []*hunyuan.Message
}

type delta struct {
	Choices []struct {
		Delta struct{ Content string }
	}
	ErrorMsg struct {
		Msg  string
		Code int
	}
}

func (c *Chat) request(text string, stream bool) *hunyuan.ChatCompletionsRequest {
	req := hunyuan.NewChatCompletionsRequest()
	req.Model, req.Stream = common.StringPtr("hunyuan-turbo"), &stream
	req.Messages = append(c.history, &hunyuan.Message{Role: common.StringPtr("user"), Content: &text})
	return req
}

func busy(err error) bool {
	e, ok := errors.AsType[*sdkerror.TencentCloudSDKError](err)
	if !ok {
		return false
	}
	switch e.Code {
	case hunyuan.FAILEDOPERATION_ENGINESERVERLIMITEXCEEDED, hunyuan.FAILEDOPERATION_ENGINEREQUESTTIMEOUT, hunyuan.LIMITEXCEEDED:
		return true
	}
	return strings.HasPrefix(e.Code, "RequestLimitExceeded")
}

// Ask answers all at once.
func (c *Chat) Ask(ctx context.Context, text string) (string, error) {
	resp, err := c.client.ChatCompletionsWithContext(ctx, c.request(text, false))
	if err != nil {
		if busy(err) {
			return "", fmt.Errorf("%w: %w", ErrBusy, err)
		}
		return "", err
	}
	if m := resp.Response.ErrorMsg; m != nil {
		return "", errors.New(*m.Msg)
	}
	return *resp.Response.Choices[0].Message.Content, nil
}

// Stream copies the answer while it comes.
func (c *Chat) Stream(ctx context.Context, text string, w io.Writer) error {
	resp, err := c.client.ChatCompletionsWithContext(ctx, c.request(text, true))
	if err != nil {
		return err
	}
	for event := range resp.Events {
		if event.Err != nil {
			return event.Err
		}
		var d delta
		if err := json.Unmarshal(event.Data, &d); err != nil {
			return err
		}
		if d.ErrorMsg.Code != 0 {
			return errors.New(d.ErrorMsg.Msg)
		}
		for _, ch := range d.Choices {
			if _, err := io.WriteString(w, ch.Delta.Content); err != nil {
				return err
			}
		}
	}
	return nil
}

// Select stops with the context.
func (c *Chat) Select(ctx context.Context, text string) (out strings.Builder, err error) {
	resp, err := c.client.ChatCompletionsWithContext(ctx, c.request(text, true))
	if err != nil {
		return out, err
	}
	for {
		select {
		case <-ctx.Done():
			return out, context.Cause(ctx)
		case ev, open := <-resp.Events:
			if !open {
				return out, nil
			}
			if err := ev.Err; err != nil {
				return out, fmt.Errorf("stream: %w", err)
			}
			out.Write(ev.Data)
		}
	}
}

// ServeHTTP is for browsers.
func (c *Chat) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, err := c.Ask(r.Context(), r.FormValue("q"))
	switch {
	case err == nil:
		io.WriteString(w, answer)
	case errors.Is(err, ErrBusy):
		w.Header().Set("Retry-After", "5")
		http.Error(w, "busy", http.StatusServiceUnavailable)
	default:
		http.Error(w, "the model does not answer", http.StatusBadGateway)
	}
}

// Patient asks until the model has time.
func (c *Chat) Patient(ctx context.Context, text string) (answer string, err error) {
	for pause := time.Second; pause < time.Minute; pause *= 2 {
		if answer, err = c.Ask(ctx, text); !errors.Is(err, ErrBusy) {
			return answer, err
		}
		time.Sleep(pause)
	}
	return "", err
}

// Embed: no credit left is told apart.
func (c *Chat) Embed(text string) ([]*float64, error) {
	req := hunyuan.NewGetEmbeddingRequest()
	req.Input = &text
	resp, err := c.client.GetEmbedding(req)
	if e, ok := err.(*sdkerror.TencentCloudSDKError); ok {
		if e.Code == "ResourceInsufficient.ChargeResourceExhaust" || e.Code == "ResourceUnavailable.LowBalance" || e.Code == "ResourceUnavailable.InArrears" {
			return nil, errors.New("top up the account")
		}
		return nil, e
	}
	if err != nil {
		return nil, err
	}
	return resp.Response.Data[0].Embedding, nil
}

// Tokens counts, or guesses and says that it does.
func (c *Chat) Tokens(text string) (n int64, exact bool) {
	req := hunyuan.NewGetTokenCountRequest()
	req.Prompt = &text
	resp, err := c.client.GetTokenCount(req)
	if err != nil {
		return int64(len(text) / 3), false
	}
	return *resp.Response.TokenCount, true
}

// Collect joins the pieces, and never hears of a stream that broke.
func (c *Chat) Collect(ctx context.Context, text string) (string, error) {
	resp, err := c.client.ChatCompletionsWithContext(ctx, c.request(text, true))
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for event := range resp.Events { // WANT uncheckedresponse
		var d delta
		if json.Unmarshal(event.Data, &d) != nil {
			continue
		}
		for _, ch := range d.Choices {
			out.WriteString(ch.Delta.Content)
		}
	}
	return out.String(), nil
}

// First waits for the first piece only.
func (c *Chat) First(ctx context.Context, text string) (data []byte, err error) {
	resp, err := c.client.ChatCompletionsWithContext(ctx, c.request(text, true))
	if err != nil {
		return nil, err
	}
	ev := <-resp.Events // WANT uncheckedresponse
	return ev.Data, nil
}

// Translate is free for those who have not signed up, says the comment.
func (c *Chat) Translate(req *hunyuan.ChatTranslationsRequest) (string, error) {
	resp, err := c.client.ChatTranslations(req)
	var e *sdkerror.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.Code {
		case "FailedOperation.ServiceNotActivate", "FailedOperation.ServiceStop": // WANT unknowncode
			return "", nil
		}
		return "", e
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.Id, nil
}

// Image submits a job until it is taken.
func (c *Chat) Image(req *hunyuan.SubmitHunyuanImageJobRequest) (job string, err error) {
	for {
		resp, err := c.client.SubmitHunyuanImageJob(req)
		switch {
		case err == nil:
			return *resp.Response.JobId, nil
		case busy(err) || !strings.HasPrefix(code(err), "InvalidParameter"): // WANT missingcritical
			time.Sleep(time.Second)
		default:
			return "", err
		}
	}
}

func code(err error) string {
	if e, ok := err.(*sdkerror.TencentCloudSDKError); ok {
		return e.Code
	}
	return ""
}

// Query asks for a job; an error of the client's own is no answer.
func (c *Chat) Query(id string) (urls []string, err error) {
	req := hunyuan.NewQueryHunyuanImageJobRequest()
	req.JobId = &id
	resp, err := c.client.QueryHunyuanImageJob(req)
	if _, ok := err.(*sdkerror.TencentCloudSDKError); ok { // WANT dropped
		return nil, err
	}
	if resp == nil || resp.Response == nil {
		return nil, nil
	}
	for _, u := range resp.Response.ResultImage {
		urls = append(urls, *u)
	}
	return urls, nil
}
