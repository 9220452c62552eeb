// Package here uses answers right where they are decoded.
package here

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
)

type answer struct {
	Response struct {
		Error  *struct{ Code, Message string }
		Status string
		Total  int
		Names  []string
		Zone   struct{ ID string }
	}
}

func total(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used, but nothing looks at its Response.Error`
		return 0, err
	}
	return a.Response.Total, nil
}

func names(resp *http.Response) ([]string, error) {
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	a := &answer{}
	if err = json.Unmarshal(body, a); err != nil { // want `uncheckedresponse: the answer is used`
		return nil, err
	}
	var list []string
	for _, name := range a.Response.Names {
		if name != "" {
			list = append(list, strings.ToLower(name))
		}
	}
	return list, nil
}

func passesOn(resp *http.Response) (total int, err error) {
	var a answer
	err = json.NewDecoder(resp.Body).Decode(&a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

func exists(resp *http.Response) bool {
	var a answer
	_ = json.NewDecoder(resp.Body).Decode(&a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total > 0
}

func gone(resp *http.Response) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return err
	}
	if a.Response.Total == 0 {
		return nil // gone, or so it seems
	}
	return errors.New("still there")
}

func onePath(resp *http.Response, quick bool) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	if quick {
		return a.Response.Total, nil
	}
	if a.Response.Error != nil {
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}

func prints(resp *http.Response) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		log.Fatal(err)
	}
	fmt.Println(a.Response.Total)
}

func main() {
	resp, err := http.Get("https://cvm.tencentcloudapi.com/")
	if err != nil {
		log.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(body))
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		log.Fatal(err)
	}
	for _, name := range a.Response.Names {
		fmt.Println(name)
	}
}
