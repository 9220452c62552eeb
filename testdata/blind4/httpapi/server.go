// Package httpapi serves databases over HTTP.
package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	cdb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdb/v20170320"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdk "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	lighthouse "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/lighthouse/v20200324"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"example.org/blind4/httpapi/codes"
)

// Server has the clients.
type Server struct {
	cdb   *cdb.Client
	redis *redis.Client
	light *lighthouse.Client
	log   *slog.Logger
}

// Handler is a handler that may fail.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP writes the status of the error.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := h(w, r)
	if err == nil {
		return
	}
	if codes.Later(err) {
		w.Header().Set("Retry-After", "5")
	}
	http.Error(w, codes.Message(err), codes.Status(err))
}

// Routes are the routes of the server.
func (s *Server) Routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /databases", Handler(s.listDatabases))
	mux.Handle("DELETE /databases/{id}", Handler(s.deleteDatabase))
	mux.Handle("POST /databases/{id}/accounts", Handler(s.createAccount))
	mux.HandleFunc("GET /databases/{id}", s.getDatabase)
	mux.HandleFunc("GET /caches/{id}", s.getCache)
	mux.HandleFunc("DELETE /caches/{id}", s.deleteCache)
	mux.HandleFunc("GET /machines", s.machines)
	return mux
}

func write(w http.ResponseWriter, value any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(value)
}

func (s *Server) fail(w http.ResponseWriter, err error) {
	status := codes.Status(err)
	s.log.Error("request failed", "status", status, "code", codes.Of(err), "error", err)
	http.Error(w, http.StatusText(status), status)
}

func (s *Server) listDatabases(w http.ResponseWriter, r *http.Request) error {
	response, err := s.cdb.DescribeDBInstancesWithContext(r.Context(), cdb.NewDescribeDBInstancesRequest())
	if err != nil {
		return fmt.Errorf("list databases: %w", err)
	}
	return write(w, response.Response.Items)
}

func (s *Server) deleteDatabase(w http.ResponseWriter, r *http.Request) error {
	request := cdb.NewIsolateDBInstanceRequest()
	request.InstanceId = common.StringPtr(r.PathValue("id"))
	_, err := s.cdb.IsolateDBInstanceWithContext(r.Context(), request)
	switch {
	case err == nil, codes.Has(err, "ResourceNotFound.CdbInstanceNotFoundError"), codes.Has(err, cdb.INVALIDPARAMETER_INSTANCENOTFOUND):
		w.WriteHeader(http.StatusNoContent)
		return nil
	case codes.Has(err, "UnsupportedOperation.InstanceStateTerminating"): // WANT wrongservice
		w.WriteHeader(http.StatusAccepted)
		return nil
	}
	return err
}

func (s *Server) createAccount(w http.ResponseWriter, r *http.Request) error {
	request := cdb.NewCreateAccountsRequest()
	if err := json.NewDecoder(r.Body).Decode(request); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return nil
	}
	request.InstanceId = common.StringPtr(r.PathValue("id"))
	_, err := s.cdb.CreateAccountsWithContext(r.Context(), request)
	var e *sdk.TencentCloudSDKError
	if errors.As(err, &e) && strings.HasPrefix(e.Code, "InvalidParameterValue.AccountPassword") {
		http.Error(w, "the password is too weak", http.StatusBadRequest)
		return nil
	}
	return err
}

func (s *Server) getDatabase(w http.ResponseWriter, r *http.Request) {
	request := cdb.NewDescribeDBInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{r.PathValue("id")})
	response, err := s.cdb.DescribeDBInstancesWithContext(r.Context(), request)
	if codes.Has(err, "ResourceNotFound.InstanceNotFundErrors") { // WANT unknowncode
		http.NotFound(w, r)
		return
	}
	if err != nil {
		s.fail(w, err)
		return
	}
	_ = write(w, response.Response.Items)
}

func (s *Server) getCache(w http.ResponseWriter, r *http.Request) {
	request := redis.NewDescribeInstancesRequest()
	request.InstanceId = common.StringPtr(r.PathValue("id"))
	response, err := s.redis.DescribeInstancesWithContext(r.Context(), request)
	switch {
	case codes.RedisGone(err):
		http.NotFound(w, r)
	case err != nil:
		s.fail(w, err)
	default:
		_ = write(w, response.Response.InstanceSet)
	}
}

func (s *Server) deleteCache(w http.ResponseWriter, r *http.Request) {
	request := redis.NewDestroyPostpaidInstanceRequest()
	request.InstanceId = common.StringPtr(r.PathValue("id"))
	if _, err := s.redis.DestroyPostpaidInstanceWithContext(r.Context(), request); err != nil && !codes.RedisGone(err) {
		s.fail(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) machines(w http.ResponseWriter, r *http.Request) {
	response, err := s.light.DescribeInstancesWithContext(r.Context(), lighthouse.NewDescribeInstancesRequest())
	if err != nil {
		if codes.In(err, "RequestLimitExceeded") {
			w.Header().Set("Retry-After", "2")
		}
		s.fail(w, err)
		return
	}
	_ = write(w, response.Response.InstanceSet)
}

// RestartMachine restarts a machine.
func (s *Server) RestartMachine(ctx context.Context, id string) error {
	request := lighthouse.NewRebootInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	_, err := s.light.RebootInstancesWithContext(ctx, request)
	if codes.RedisGone(err) { // WANT wrongservice
		return fmt.Errorf("machine %s is gone: %w", id, err)
	}
	return err
}

// DropFirewall removes rules of a machine.
func (s *Server) DropFirewall(ctx context.Context, request *lighthouse.DeleteFirewallRulesRequest) error {
	_, err := s.light.DeleteFirewallRulesWithContext(ctx, request)
	if e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == lighthouse.RESOURCENOTFOUND_FIREWALLRULESNOTFOUND {
		return nil
	}
	return err
}

// CountMachines is the number on the first page.
func (s *Server) CountMachines(ctx context.Context) (int64, error) {
	var total int64
	response, err := s.light.DescribeInstancesWithContext(ctx, lighthouse.NewDescribeInstancesRequest())
	if codes.In(err, "RequestLimitExceeded") { // WANT missingcritical
		return 0, err
	}
	if err == nil {
		total = *response.Response.TotalCount
	}
	return total, nil
}

// CacheName renames a cache.
func (s *Server) CacheName(ctx context.Context, id, name string) error {
	request := redis.NewModifyInstanceRequest()
	request.Operation = common.StringPtr("rename")
	request.InstanceId = common.StringPtr(id)
	request.InstanceName = common.StringPtr(name)
	_, err := s.redis.ModifyInstanceWithContext(ctx, request)
	if code := codes.Of(err); strings.HasPrefix("InvalidParameterValue.InstanceName", code) && code != "" { // WANT swappedargs
		return fmt.Errorf("%q is no name for a cache: %w", name, err)
	}
	return err
}

// CacheKind says what is wrong with a cache.
func (s *Server) CacheKind(ctx context.Context, id string) (string, error) {
	request := redis.NewDescribeInstancesRequest()
	request.InstanceId = common.StringPtr(id)
	_, err := s.redis.DescribeInstancesWithContext(ctx, request)
	code := codes.Of(err)
	if code == "ResourceUnavailable.InstanceIsolated" || code == "ResourceUnavailable.InstanceDeleted" {
		return "isolated", nil
	} else if code == "ResourceUnavailable.InstanceDeleted" { // WANT deadtest
		return "deleted", nil
	}
	if err != nil {
		return "", err
	}
	return "fine", nil
}

// Middleware counts failures by category.
func Middleware(count func(category string), next Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := next(w, r)
		if code := codes.Of(err); code != "" {
			category, _, _ := strings.Cut(code, ".")
			count(category)
		}
		return err
	}
}
