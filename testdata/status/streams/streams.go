// Package streams reads answers that come as a stream of events.
package streams

import (
	"context"
	"encoding/json"
	"io"
	"strings"

	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	hunyuan "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/hunyuan/v20230901"
)

type part struct {
	Choices []struct{ Delta struct{ Content string } }
}

func chat(ctx context.Context, client *hunyuan.Client, request *hunyuan.ChatCompletionsRequest) (string, error) {
	response, err := client.ChatCompletionsWithContext(ctx, request)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for event := range response.Events { // want `uncheckedresponse: the stream may end with an error, and nothing here reads event\.Err: an answer that broke off reads as a whole one`
		var p part
		if err := json.Unmarshal(event.Data, &p); err != nil {
			return "", err
		}
		text.WriteString(p.Choices[0].Delta.Content)
	}
	return text.String(), nil
}

func copied(client *hunyuan.Client, request *hunyuan.ChatCompletionsRequest, w io.Writer) error {
	response, err := client.ChatCompletions(request)
	if err != nil {
		return err
	}
	for {
		event, ok := <-response.Events // want `nothing here reads event\.Err`
		if !ok {
			return nil
		}
		if _, err := w.Write(event.Data); err != nil {
			return err
		}
	}
}

func counted(client *hunyuan.Client, request *hunyuan.ChatCompletionsRequest) (n int, err error) {
	response, err := client.ChatCompletions(request)
	if err != nil {
		return 0, err
	}
	for range response.Events { // want `nothing here reads an event's Err`
		n++
	}
	return n, nil
}

func inGoroutine(client *hunyuan.Client, request *hunyuan.ChatCompletionsRequest, out chan<- []byte) error {
	response, err := client.ChatCompletions(request)
	if err != nil {
		return err
	}
	go func() {
		defer close(out)
		for e := range response.Events { // want `nothing here reads e\.Err`
			out <- e.Data
		}
	}()
	return nil
}

// From here on: somebody reads it.

func checked(client *hunyuan.Client, request *hunyuan.ChatCompletionsRequest, w io.Writer) error {
	response, err := client.ChatCompletions(request)
	if err != nil {
		return err
	}
	for event := range response.Events {
		if event.Err != nil {
			return event.Err
		}
		w.Write(event.Data)
	}
	return nil
}

func handedOn(client *hunyuan.Client, request *hunyuan.ChatCompletionsRequest, each func(tchttp.SSEvent) error) error {
	response, err := client.ChatCompletions(request)
	if err != nil {
		return err
	}
	for event := range response.Events {
		if err := each(event); err != nil {
			return err
		}
	}
	return nil
}

func relayed(client *hunyuan.Client, request *hunyuan.ChatCompletionsRequest, out chan<- tchttp.SSEvent) error {
	response, err := client.ChatCompletions(request)
	if err != nil {
		return err
	}
	for event := range response.Events {
		out <- event
	}
	return nil
}

func events(client *hunyuan.Client, request *hunyuan.ChatCompletionsRequest) (<-chan tchttp.SSEvent, error) {
	response, err := client.ChatCompletions(request)
	if err != nil {
		return nil, err
	}
	return response.Events, nil
}
