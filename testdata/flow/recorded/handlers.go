package recorded

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

type server struct{ client *cvm.Client }

func (s *server) stop(w http.ResponseWriter, r *http.Request) {
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	if tc.Gone(err) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, "cannot stop it", http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (s *server) stopLossy(w http.ResponseWriter, r *http.Request) {
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		http.NotFound(w, r)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// Both branches write the same status.
func (s *server) stopLossyTwice(w http.ResponseWriter, r *http.Request) {
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		http.NotFound(w, r)
		return
	}
	if err != nil {
		w.WriteHeader(http.StatusOK)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func (s *server) stopStatus(w http.ResponseWriter, r *http.Request) {
	status := http.StatusOK
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	switch {
	case tc.Gone(err):
		status = http.StatusNotFound
	case err != nil:
		status = http.StatusBadGateway
	}
	w.WriteHeader(status)
}

func (s *server) stopStatusLossy(w http.ResponseWriter, r *http.Request) {
	status := http.StatusOK
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		status = http.StatusNotFound
	}
	w.WriteHeader(status)
}

type reply struct {
	OK      bool   `json:"ok"`
	Message string `json:"message,omitempty"`
}

func (s *server) stopJSON(w http.ResponseWriter, r *http.Request) {
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	answer := reply{OK: true}
	if tc.Gone(err) {
		answer.Message = "already gone"
	} else if err != nil {
		answer.OK = false
	}
	json.NewEncoder(w).Encode(answer)
}

func (s *server) stopJSONInline(w http.ResponseWriter, r *http.Request) {
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	if tc.Gone(err) {
		http.NotFound(w, r)
		return
	}
	json.NewEncoder(w).Encode(reply{OK: err == nil})
}

func (s *server) stopPlain(w http.ResponseWriter, r *http.Request) {
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	if tc.Gone(err) {
		fmt.Fprintln(w, "gone")
		return
	}
	if err != nil {
		fmt.Fprintln(w, "failed")
		return
	}
	fmt.Fprintln(w, "stopped")
}

func (s *server) stopPlainLossy(w http.ResponseWriter, r *http.Request) {
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		fmt.Fprintln(w, "gone")
		return
	}
	if err != nil {
		fmt.Fprintln(w, "stopped")
		return
	}
	fmt.Fprintln(w, "stopped")
}

type span interface {
	SetStatus(code int, description string)
	End()
}

func traced(client *cvm.Client, s span, id string) {
	defer s.End()
	_, err := client.StopInstances(stopRequest(id))
	if err != nil && !tc.Gone(err) {
		s.SetStatus(2, "stop failed")
	}
}

func tracedLossy(client *cvm.Client, s span, id string) {
	defer s.End()
	_, err := client.StopInstances(stopRequest(id))
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		s.SetStatus(1, "gone")
	}
}

func checkStopped(t *testing.T, client *cvm.Client, id string) {
	t.Helper()
	_, err := client.StopInstances(stopRequest(id))
	if tc.Gone(err) {
		return
	}
	if err != nil {
		t.Error("it still runs")
	}
}

type result struct {
	ID string
	OK bool
}

func worker(client *cvm.Client, ids <-chan string, results chan<- result) {
	for id := range ids {
		_, err := client.StopInstances(stopRequest(id))
		if tc.Gone(err) {
			continue
		}
		if err != nil {
			results <- result{ID: id}
			continue
		}
		results <- result{ID: id, OK: true}
	}
}

func workerLossy(client *cvm.Client, ids <-chan string, results chan<- result) {
	for id := range ids {
		_, err := client.StopInstances(stopRequest(id))
		if tc.Gone(err) { // want `missingcritical: .*swallowed`
			continue
		}
		results <- result{ID: id, OK: true}
	}
}

// A code that the client is told of is no success.
func (s *server) stopThrottled(w http.ResponseWriter, r *http.Request) {
	_, err := s.client.StopInstances(stopRequest(r.PathValue("id")))
	switch {
	case tc.Throttled(err):
		w.WriteHeader(http.StatusTooManyRequests)
	case tc.Code(err) == "UnauthorizedOperation":
		http.Error(w, "not allowed", http.StatusForbidden)
	case err != nil:
		w.WriteHeader(http.StatusBadGateway)
	default:
		w.WriteHeader(http.StatusAccepted)
	}
}

type instance struct{ id string }

func (i *instance) setID(id string) { i.id = id }

// What only clears tells of nothing.
func (i *instance) refresh(client *cvm.Client) error {
	_, err := client.StopInstances(stopRequest(i.id))
	if tc.Code(err) == "InternalError" { // want `criticalsuccess: "InternalError"`
		i.setID("")
		return nil
	}
	return err
}

func printed(client *cvm.Client, ids []string) string {
	var b strings.Builder
	for _, id := range ids {
		_, err := client.StopInstances(stopRequest(id))
		if tc.Gone(err) {
			continue
		}
		if err != nil {
			b.WriteString(id + " still runs\n")
		}
	}
	return b.String()
}

func firstOf(client *cvm.Client, ids []string) (first error) {
	for _, id := range ids {
		_, err := client.StopInstances(stopRequest(id))
		if tc.Gone(err) {
			continue
		}
		if err != nil && first == nil {
			first = err
		}
	}
	return first
}
