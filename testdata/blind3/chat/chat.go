// Package chat streams answers of Hunyuan to the browser.
package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	hunyuan "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/hunyuan/v20230901"
)

type delta struct {
	Choices []struct {
		Delta struct{ Content string }
	}
}

func (d delta) text() string {
	var b strings.Builder
	for _, c := range d.Choices {
		b.WriteString(c.Delta.Content)
	}
	return b.String()
}

type Bot struct {
	client *hunyuan.Client
	model  string
}

func (b *Bot) request(prompt string, stream bool) *hunyuan.ChatCompletionsRequest {
	req := hunyuan.NewChatCompletionsRequest()
	req.Model, req.Stream = &b.model, &stream
	req.Messages = []*hunyuan.Message{{Role: common.StringPtr("user"), Content: &prompt}}
	return req
}

// Stream writes the parts as they come.
func (b *Bot) Stream(ctx context.Context, w io.Writer, prompt string) error {
	resp, err := b.client.ChatCompletionsWithContext(ctx, b.request(prompt, true))
	if err != nil {
		return classify(err)
	}
	for ev := range resp.Events {
		if ev.Err != nil {
			return ev.Err
		}
		var d delta
		if err := json.Unmarshal(ev.Data, &d); err != nil {
			continue
		}
		if _, err := io.WriteString(w, d.text()); err != nil {
			return err
		}
	}
	return nil
}

// Gather waits for the whole answer.
func (b *Bot) Gather(ctx context.Context, prompt string) (string, error) {
	resp, err := b.client.ChatCompletionsWithContext(ctx, b.request(prompt, true))
	if err != nil {
		return "", classify(err)
	}
	var out strings.Builder
	for ev := range resp.Events { // WANT uncheckedresponse
		var d delta
		if json.Unmarshal(ev.Data, &d) == nil {
			out.WriteString(d.text())
		}
	}
	return out.String(), nil
}

// Pipe hands the events to a function that knows what to do.
func (b *Bot) Pipe(ctx context.Context, prompt string, sink func(delta)) error {
	resp, err := b.client.ChatCompletionsWithContext(ctx, b.request(prompt, true))
	if err != nil {
		return classify(err)
	}
	return drain(resp, sink)
}

func drain(resp *hunyuan.ChatCompletionsResponse, sink func(delta)) error {
	for {
		ev, ok := <-resp.Events
		if !ok {
			return nil
		}
		if ev.Err != nil {
			return fmt.Errorf("stream broke: %w", ev.Err)
		}
		var d delta
		if err := json.Unmarshal(ev.Data, &d); err != nil {
			return err
		}
		sink(d)
	}
}

// First gives the first part alone, to tell that we are alive.
func (b *Bot) First(ctx context.Context) (string, error) {
	resp, err := b.client.ChatCompletionsWithContext(ctx, b.request("ping", true))
	if err != nil {
		return "", err
	}
	ev := <-resp.Events // WANT uncheckedresponse
	return string(ev.Data), nil
}

// Once asks without a stream.
func (b *Bot) Once(ctx context.Context, prompt string) (string, error) {
	resp, err := b.client.ChatCompletionsWithContext(ctx, b.request(prompt, false))
	if err != nil {
		return "", classify(err)
	}
	return *resp.Response.Choices[0].Message.Content, nil
}

var (
	errBroke   = errors.New("chat: the account has no money")
	errRefused = errors.New("chat: refused by moderation")
	errBusy    = errors.New("chat: try again later")
)

// classify finds one of our errors for that of the API.
func classify(err error) error {
	e, ok := err.(*sdkerr.TencentCloudSDKError)
	if !ok {
		return err
	}
	switch e.Code {
	case "ResourceUnavailable.InArrears", "ResourceUnavailable.LowBalance", "FailedOperation.ResourcePackExhausted":
		return errBroke
	case "OperationDenied.TextIllegalDetected", "OperationDenied.ImageIllegalDetected":
		return errRefused
	case "FailedOperation.EngineServerLimitExceeded", "FailedOperation.EngineRequestTimeOut": // WANT unknowncode
		return errBusy
	}
	if strings.HasPrefix(e.Code, "RequestLimitExceeded") {
		return errBusy
	}
	return fmt.Errorf("chat: %w", err)
}

// tokens counts; zero is fine where the counter is off.
func (b *Bot) tokens(prompt string) (int64, error) {
	req := hunyuan.NewGetTokenCountRequest()
	req.Prompt = &prompt
	resp, err := b.client.GetTokenCount(req)
	if err != nil {
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "FailedOperation.ServiceNotActivated" {
			return 0, nil
		}
		return 0, err
	}
	return *resp.Response.TokenCount, nil
}

func (b *Bot) embed(text string) ([]*hunyuan.EmbeddingData, error) {
	req := hunyuan.NewGetEmbeddingRequest()
	req.Input = &text
	resp, err := b.client.GetEmbedding(req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "FailedOperation.FreeResourcePackExhausts" { // WANT unknowncode
		return nil, errBroke
	}
	if err != nil {
		return nil, err
	}
	return resp.Response.Data, nil
}

func (b *Bot) deleteFile(id string) error {
	req := hunyuan.NewFilesDeletionsRequest()
	req.ID = &id
	_, err := b.client.FilesDeletions(req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable.CmkNotFound" { // WANT wrongservice
		return nil
	}
	return err
}

func (b *Bot) thread(id string) (bool, error) {
	req := hunyuan.NewGetThreadRequest()
	req.ThreadID = &id
	_, err := b.client.GetThread(req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && (e.Code == "ResourceNotFound" || e.Code == "ResourceUnavailable.NotExist") {
		return false, nil
	}
	return err == nil, err
}

// ServeHTTP is the endpoint.
func (b *Bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := b.Stream(r.Context(), w, r.FormValue("q"))
	switch {
	case err == nil:
	case errors.Is(err, errRefused):
		http.Error(w, "no", http.StatusUnprocessableEntity)
	case errors.Is(err, errBusy):
		w.Header().Set("Retry-After", "5")
		http.Error(w, "busy", http.StatusServiceUnavailable)
	default:
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}
