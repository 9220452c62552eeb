// Package api is the backend of the console for our Lighthouse instances.
package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	lighthouse "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/lighthouse/v20200324"
)

type Server struct {
	lh *lighthouse.Client
}

// problem is the body of our own failures. Its codes are ours.
type problem struct {
	Status int    `json:"-"`
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"`
}

func (p *problem) Error() string { return p.Code }

// handler is an endpoint that may fail.
type handler func(w http.ResponseWriter, r *http.Request) error

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := h(w, r)
	if err == nil {
		return
	}
	p := toProblem(err)
	if p.Status >= 500 {
		log.Printf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

var statusOf = []struct {
	prefix string
	status int
}{
	{"AuthFailure", http.StatusInternalServerError},
	{"UnauthorizedOperation", http.StatusForbidden},
	{"RequestLimitExceeded", http.StatusTooManyRequests},
	{"ResourceNotFound", http.StatusNotFound},
	{"ResourceInUse", http.StatusConflict},
	{"ResourcesSoldOut", http.StatusConflict},
	{"UnsupportedOperations", http.StatusConflict}, // WANT unknowncode
	{"InvalidParameter", http.StatusBadRequest},
	{"MissingParameter", http.StatusBadRequest},
}

func toProblem(err error) *problem {
	var p *problem
	if errors.As(err, &p) {
		return p
	}
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return &problem{http.StatusInternalServerError, "internal", ""}
	}
	for _, s := range statusOf {
		if strings.HasPrefix(e.Code, s.prefix) {
			return &problem{s.status, e.Code, e.Message}
		}
	}
	return &problem{http.StatusBadGateway, "upstream", e.Code}
}

func reply(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) error {
	resp, err := s.lh.DescribeInstancesWithContext(r.Context(), lighthouse.NewDescribeInstancesRequest())
	if err != nil {
		return err
	}
	return reply(w, resp.Response.InstanceSet)
}

func (s *Server) get(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewDescribeInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{r.PathValue("id")})
	resp, err := s.lh.DescribeInstancesWithContext(r.Context(), req)
	if err != nil {
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.InstanceIdNotFound" {
			http.NotFound(w, r)
			return nil
		}
		return err
	}
	return reply(w, resp.Response.InstanceSet)
}

func (s *Server) start(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewStartInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{r.PathValue("id")})
	_, err := s.lh.StartInstancesWithContext(r.Context(), req)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.Code {
		case "UnsupportedOperation.InvalidInstanceState":
			return &problem{http.StatusConflict, "not-stopped", ""}
		case "ResourceNotFound.InstanceNotFounds": // WANT unknowncode
			return &problem{http.StatusNotFound, "no-instance", ""}
		}
	}
	return err
}

func (s *Server) stop(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewStopInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{r.PathValue("id")})
	_, err := s.lh.StopInstancesWithContext(r.Context(), req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "UnsupportedOperation.InstanceStateStopped" { // WANT wrongservice
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return err
}

func (s *Server) reboot(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewRebootInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{r.PathValue("id")})
	for i := 0; i < 3; i++ {
		_, err := s.lh.RebootInstancesWithContext(r.Context(), req)
		if err == nil {
			w.WriteHeader(http.StatusAccepted)
			return nil
		}
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if !ok || !strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return err
		}
		time.Sleep(300 * time.Millisecond)
	}
	return &problem{http.StatusServiceUnavailable, "busy", ""}
}

func (s *Server) create(w http.ResponseWriter, r *http.Request) error {
	var in struct{ Bundle, Blueprint string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return &problem{http.StatusBadRequest, "json", err.Error()}
	}
	req := lighthouse.NewCreateInstancesRequest()
	req.BundleId, req.BlueprintId = &in.Bundle, &in.Blueprint
	resp, err := s.lh.CreateInstancesWithContext(r.Context(), req)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	switch {
	case ok && strings.HasPrefix(e.Code, "ResourcesSoldOut"):
		return &problem{http.StatusConflict, "sold-out", e.Message}
	case ok && (e.Code == "FailedOperation.InsufficientBalance" || e.Code == "FailedOperation.BalanceInsufficient"):
		return &problem{http.StatusPaymentRequired, "no-money", ""}
	case ok && e.Code == "InvalidParameter.BundleIDNotFound": // WANT unknowncode
		return &problem{http.StatusBadRequest, "bundle", in.Bundle}
	case err != nil:
		return err
	}
	return reply(w, resp.Response.InstanceIdSet)
}

func (s *Server) destroy(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewTerminateInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{r.PathValue("id")})
	_, err := s.lh.TerminateInstancesWithContext(r.Context(), req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		if strings.HasPrefix(e.Code, "ResourceNotFound") {
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		return &problem{http.StatusBadGateway, "upstream", e.Code}
	}
	return err
}

func (s *Server) firewall(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewDeleteFirewallRulesRequest()
	req.InstanceId = common.StringPtr(r.PathValue("id"))
	_, err := s.lh.DeleteFirewallRulesWithContext(r.Context(), req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		if e.Code == lighthouse.RESOURCENOTFOUND_FIREWALLRULESNOTFOUND { // WANT dropped
			return &problem{http.StatusNotFound, "no-rule", ""}
		}
		return err
	}
	return nil
}

func (s *Server) keyPair(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewDeleteKeyPairsRequest()
	req.KeyIds = common.StringPtrs([]string{r.PathValue("id")})
	_, err := s.lh.DeleteKeyPairsWithContext(r.Context(), req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceInUse.KeyPairInUse" {
		return &problem{http.StatusConflict, "in-use", ""}
	} else if ok && e.Code == "InvalidKeyPairId.NotFound" { // WANT wrongservice
		return &problem{http.StatusNotFound, "no-key", ""}
	}
	return err
}

func (s *Server) snapshot(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewCreateInstanceSnapshotRequest()
	req.InstanceId = common.StringPtr(r.PathValue("id"))
	resp, err := s.lh.CreateInstanceSnapshotWithContext(r.Context(), req)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && strings.Contains(e.Code, "SnapshotQuota") {
		return &problem{http.StatusConflict, "quota", e.Message}
	}
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return reply(w, resp.Response.SnapshotId)
}

func (s *Server) rollback(w http.ResponseWriter, r *http.Request) error {
	req := lighthouse.NewApplyInstanceSnapshotRequest()
	req.InstanceId, req.SnapshotId = common.StringPtr(r.PathValue("id")), common.StringPtr(r.FormValue("snapshot"))
	_, err := s.lh.ApplyInstanceSnapshotWithContext(r.Context(), req)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code != "ResourceNotFound.SnapshotNotFound" { // WANT missingcritical
		return nil
	}
	return err
}

// vnc hands out the address of a console.
func (s *Server) vnc(w http.ResponseWriter, r *http.Request) {
	req := lighthouse.NewDescribeInstanceVncUrlRequest()
	req.InstanceId = common.StringPtr(r.PathValue("id"))
	resp, err := s.lh.DescribeInstanceVncUrlWithContext(r.Context(), req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		switch {
		case strings.HasPrefix(e.Code, "ResourceNotFound"):
			http.NotFound(w, r)
		case e.Code == "UnsupportedOperation.InvalidInstanceState":
			http.Error(w, "not running", http.StatusConflict)
		default:
			http.Error(w, e.Message, http.StatusBadGateway)
		}
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, *resp.Response.InstanceVncUrl, http.StatusFound)
}

// ours tells our codes from those of the API.
func ours(err error) bool {
	var p *problem
	return errors.As(err, &p) && (p.Code == "not-stopped" || p.Code == "sold-out" || p.Code == "Busy.TryLater")
}

// Routes of the server.
func (s *Server) Routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /i", handler(s.list))
	mux.Handle("GET /i/{id}", handler(s.get))
	mux.Handle("POST /i", handler(s.create))
	mux.Handle("POST /i/{id}/start", handler(s.start))
	mux.Handle("POST /i/{id}/stop", handler(s.stop))
	mux.Handle("POST /i/{id}/reboot", handler(s.reboot))
	mux.Handle("DELETE /i/{id}", handler(s.destroy))
	mux.Handle("DELETE /i/{id}/firewall", handler(s.firewall))
	mux.Handle("DELETE /k/{id}", handler(s.keyPair))
	mux.Handle("POST /i/{id}/snapshot", handler(s.snapshot))
	mux.Handle("POST /i/{id}/rollback", handler(s.rollback))
	mux.HandleFunc("GET /i/{id}/vnc", s.vnc)
	return mux
}
