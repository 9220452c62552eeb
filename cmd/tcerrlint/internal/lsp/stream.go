package lsp

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sourcegraph/jsonrpc2"
)

// maxMessage bounds a message, in bytes; an editor sends whole files.
const maxMessage = 256 << 20

// A codec reads and writes messages as the protocol frames them. One that cannot
// be read is answered and passed over: the next may be in order.
type codec struct {
	jsonrpc2.VSCodeObjectCodec
	complain func(code int64, message string)
}

// ReadObject reads the next message that is in order.
func (c codec) ReadObject(stream *bufio.Reader, v any) error {
	for {
		size, err := contentLength(stream)
		if err != nil {
			return err
		}
		if size < 0 || size > maxMessage {
			c.complain(jsonrpc2.CodeParseError, "a message needs a header Content-Length of at most "+strconv.Itoa(maxMessage))
			if size > 0 {
				if _, err := io.CopyN(io.Discard, stream, size); err != nil {
					return err
				}
			}
			continue
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(stream, body); err != nil {
			return err
		}
		if !json.Valid(body) {
			c.complain(jsonrpc2.CodeParseError, "the message is no JSON")
			continue
		}
		if err := json.Unmarshal(body, v); err != nil {
			c.complain(jsonrpc2.CodeInvalidRequest, fmt.Sprintf("the message is no request: %.200s", err))
			continue
		}
		return nil
	}
}

// contentLength reads the header of a message and returns the length of what
// follows; -1 when the header does not say.
func contentLength(stream *bufio.Reader) (int64, error) {
	size := int64(-1)
	for {
		line, err := stream.ReadString('\n')
		if err != nil {
			return 0, err
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			return size, nil
		}
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(name, "Content-Length") {
			if n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err == nil && n >= 0 {
				size = n
			}
		}
	}
}
