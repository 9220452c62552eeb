// Package keys encrypts with keys of the cloud, and keeps temporary credentials fresh.
package keys

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	kms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms/v20190118"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"

	"example.org/blind4/keys/kerr"
)

// ErrNoKey is given for a key that is not there.
var ErrNoKey = errors.New("no such key")

// Store encrypts and decrypts.
type Store struct {
	mu      sync.Mutex
	kms     *kms.Client
	cam     *cam.Client
	sts     *sts.Client
	refresh func(ctx context.Context) error
}

// Encrypt encrypts a secret.
func (s *Store) Encrypt(ctx context.Context, key, plain string) (string, error) {
	request := kms.NewEncryptRequest()
	request.KeyId = common.StringPtr(key)
	request.Plaintext = common.StringPtr(plain)
	response, err := s.kms.EncryptWithContext(ctx, request)
	if err != nil {
		switch kerr.KindOf(err) {
		case kerr.NotFound:
			return "", fmt.Errorf("%w: %s", ErrNoKey, key)
		case kerr.Disabled:
			return "", fmt.Errorf("%s is disabled: %w", key, err)
		default:
			return "", kerr.From("encrypt", err)
		}
	}
	return *response.Response.CiphertextBlob, nil
}

// Decrypt decrypts a secret, with a fresh credential if the old one has expired.
func (s *Store) Decrypt(ctx context.Context, cipher string) (string, error) {
	request := kms.NewDecryptRequest()
	request.CiphertextBlob = common.StringPtr(cipher)
	response, err := s.kms.DecryptWithContext(ctx, request)
	if kerr.ExpiredToken(err) {
		if refreshErr := s.refresh(ctx); refreshErr != nil {
			return "", errors.Join(err, refreshErr)
		}
		response, err = s.kms.DecryptWithContext(ctx, request)
	}
	if kerr.Exactly(err, "InvalidParameterValue.InvalidCiphertext") {
		return "", fmt.Errorf("this was not encrypted here: %w", err)
	}
	if err != nil {
		return "", kerr.From("decrypt", err)
	}
	return *response.Response.Plaintext, nil
}

// CreateKey makes a key, or finds one with that alias.
func (s *Store) CreateKey(ctx context.Context, alias string) (string, error) {
	request := kms.NewCreateKeyRequest()
	request.Alias = common.StringPtr(alias)
	response, err := s.kms.CreateKeyWithContext(ctx, request)
	var e *tcerr.TencentCloudSDKError
	switch {
	case err == nil:
		return *response.Response.KeyId, nil
	case errors.As(err, &e) && e.Code == kms.INVALIDPARAMETERVALUE_ALIASALREADYEXISTS:
		return s.byAlias(ctx, alias)
	case errors.As(err, &e) && e.Code == "LimitExceeded.CMKLimitExceeded": // WANT unknowncode
		return "", fmt.Errorf("no more keys: %w", err)
	}
	return "", err
}

func (s *Store) byAlias(ctx context.Context, alias string) (string, error) {
	request := kms.NewListKeyDetailRequest()
	request.SearchKeyAlias = common.StringPtr(alias)
	response, err := s.kms.ListKeyDetailWithContext(ctx, request)
	if err != nil {
		return "", kerr.From("list", err)
	}
	for _, key := range response.Response.KeyMetadatas {
		if *key.Alias == alias {
			return *key.KeyId, nil
		}
	}
	return "", ErrNoKey
}

// ScheduleDeletion lets a key die in a week.
func (s *Store) ScheduleDeletion(ctx context.Context, key string) error {
	if err := s.disable(ctx, key); err != nil {
		return err
	}
	request := kms.NewScheduleKeyDeletionRequest()
	request.KeyId = common.StringPtr(key)
	request.PendingWindowInDays = common.Uint64Ptr(7)
	_, err := s.kms.ScheduleKeyDeletionWithContext(ctx, request)
	if kerr.Exactly(err, "ResourceUnavailable.KeyPendingDelete") || kerr.Exactly(err, "ResourceUnavailable.CmkNotFound") {
		return nil
	}
	return err
}

func (s *Store) disable(ctx context.Context, key string) error {
	request := kms.NewDisableKeyRequest()
	request.KeyId = common.StringPtr(key)
	_, err := s.kms.DisableKeyWithContext(ctx, request)
	if kerr.Match(err, "ResourceUnavailable") {
		return nil
	}
	return kerr.From("disable", err)
}

// KeyGone asks whether a key has died.
func (s *Store) KeyGone(ctx context.Context, key string) (bool, error) {
	request := kms.NewDescribeKeyRequest()
	request.KeyId = common.StringPtr(key)
	response, err := s.kms.DescribeKeyWithContext(ctx, request)
	if kerr.Exactly(err, "ResourceNotFound.SecretNotExist") { // WANT wrongservice
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return *response.Response.KeyMetadata.KeyState == "PendingDelete", nil
}

// Rotate turns on the rotation of a key.
func (s *Store) Rotate(ctx context.Context, key string) error {
	request := kms.NewEnableKeyRotationRequest()
	request.KeyId = common.StringPtr(key)
	_, err := s.kms.EnableKeyRotationWithContext(ctx, request)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		switch e.Code { // WANT dropped
		case kms.UNSUPPORTEDOPERATION_EXTERNALCMKCANNOTROTATE, "UnsupportedOperation.RotateNotSupported":
			return nil
		default:
			return err
		}
	}
	return nil
}

// Bind ties a key to a product, and tries again while the quota of requests is used up.
func (s *Store) Bind(ctx context.Context, request *kms.BindCloudResourceRequest) error {
	for range 5 {
		_, err := s.kms.BindCloudResourceWithContext(ctx, request)
		switch kind := kerr.KindOf(err); {
		case err == nil:
			return nil
		case kind != kerr.Throttled && !kerr.Exactly(err, "InternalError"):
			return kerr.From("bind", err)
		}
		time.Sleep(time.Second)
	}
	return errors.New("the key service is too busy")
}

// Unbind frees a key from a product.
func (s *Store) Unbind(ctx context.Context, request *kms.UnbindCloudResourceRequest) error {
	_, err := s.kms.UnbindCloudResourceWithContext(ctx, request)
	if err != nil && strings.Contains(err.Error(), "ResourceUnavailable.CloudResourceBindingNotFound") { // WANT textmatch
		return nil
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return fmt.Errorf("unbind (request %s): %w", e.RequestId, err)
	}
	return err
}

// Describe reads a key.
func (s *Store) Describe(ctx context.Context, key string) (*kms.KeyMetadata, error) {
	request := kms.NewDescribeKeyRequest()
	request.KeyId = common.StringPtr(key)
	response, err := s.kms.DescribeKeyWithContext(ctx, request)
	if err != nil {
		return nil, kerr.From("describe", err)
	}
	return response.Response.KeyMetadata, nil
}

// Usable says whether a key can be used; it asks the wrapped error with an assertion.
func (s *Store) Usable(ctx context.Context, key string) (bool, error) {
	meta, err := s.Describe(ctx, key)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable.CmkNotFound" { // WANT deadassert
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return *meta.KeyState == "Enabled", nil
}

// State is like Usable, and looks for the store's own error.
func (s *Store) State(ctx context.Context, key string) (string, error) {
	meta, err := s.Describe(ctx, key)
	var own *kerr.Error
	if errors.As(err, &own) && own.Kind == kerr.NotFound {
		return "gone", nil
	}
	if err != nil {
		return "", err
	}
	return *meta.KeyState, nil
}

// Assume makes a temporary credential.
func (s *Store) Assume(ctx context.Context, role string) (*sts.Credentials, error) {
	request := sts.NewAssumeRoleRequest()
	request.RoleArn = common.StringPtr(role)
	request.RoleSessionName = common.StringPtr("keys")
	response, err := s.sts.AssumeRoleWithContext(ctx, request)
	switch {
	case kerr.Exactly(err, "ResourceNotFound.RoleNotFound"), kerr.Exactly(err, sts.INTERNALERROR_GETROLEERROR):
		return nil, fmt.Errorf("role %s: %w", role, err)
	case kerr.Exactly(err, "InvalidParameter.RoleNotExist"): // WANT wrongservice
		return nil, fmt.Errorf("role %s was deleted: %w", role, err)
	case err != nil:
		return nil, err
	}
	return response.Response.Credentials, nil
}

// AssumeAgain asks a few times, since the service is at its limit in the morning.
func (s *Store) AssumeAgain(ctx context.Context, request *sts.AssumeRoleRequest) (*sts.Credentials, error) {
	var last error
	for range 4 {
		response, err := s.sts.AssumeRoleWithContext(ctx, request)
		if err == nil {
			return response.Response.Credentials, nil
		}
		if last = err; !kerr.Match(err, "InternalError") { // WANT missingcritical
			break
		}
		time.Sleep(500 * time.Millisecond)
	}
	return nil, last
}

// Federate makes a credential with a policy of its own.
func (s *Store) Federate(ctx context.Context, request *sts.GetFederationTokenRequest) (*sts.Credentials, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	response, err := s.sts.GetFederationTokenWithContext(ctx, request)
	if err != nil {
		if kerr.Match(err, "InvalidParameter") {
			return nil, fmt.Errorf("the policy is wrong: %w", err)
		}
		return nil, kerr.From("federate", err)
	}
	return response.Response.Credentials, nil
}

// Whoami checks the key of the program.
func (s *Store) Whoami(ctx context.Context) (string, error) {
	response, err := s.sts.GetCallerIdentityWithContext(ctx, sts.NewGetCallerIdentityRequest())
	if err != nil {
		if kerr.BadKey(err) || kerr.Is(err, kerr.Denied) {
			return "", fmt.Errorf("check the key: %w", err)
		}
		return "", err
	}
	return *response.Response.Arn, nil
}

// Check is the readiness probe of the store.
func (s *Store) Check(ctx context.Context) error {
	_, err := s.sts.GetCallerIdentityWithContext(ctx, sts.NewGetCallerIdentityRequest())
	if kerr.Exactly(err, "RequestLimitExceeded") { // WANT criticalsuccess
		return nil
	}
	return err
}
