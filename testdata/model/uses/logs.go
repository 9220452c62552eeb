package uses

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/golang/glog"
	"github.com/sirupsen/logrus"
	"go.uber.org/zap"
	"k8s.io/klog/v2"
)

// To write JSON into a log is no look at it.

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func logrusBody(resp *http.Response) (int, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	logrus.Debugf("got %s", body)
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func zapBody(log *zap.Logger, resp *http.Response) (int, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	log.Debug("got", zap.ByteString("body", body))
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func klogBody(resp *http.Response) (int, error) {
	body := read(resp)
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func read(resp *http.Response) []byte {
	body, err := io.ReadAll(resp.Body)
	klog.V(4).Infof("got %s, %v", body, err)
	glog.Infoln(string(body))
	return body
}

// Who else is given the JSON may look at it.
func checked(resp *http.Response, check func([]byte) error) (int, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	logrus.Debugf("got %s", body)
	if err := check(body); err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}
