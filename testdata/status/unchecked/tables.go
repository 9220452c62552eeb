package unchecked

import (
	"errors"
	"fmt"

	ckafka "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka/v20190819"
	tcaplus "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tcaplusdb/v20190823"
)

// The task of a table that failed is not there.
func dropTables(client *tcaplus.Client, request *tcaplus.DeleteTablesRequest) (string, error) {
	response, err := client.DeleteTables(request) // want `uncheckedstatus: DeleteTables can fail without an error: TableResults\[\]\.Error\.Code tells, and of the answer only other fields are read`
	if err != nil {
		return "", err
	}
	if len(response.Response.TableResults) != 1 {
		return "", errors.New("not one table")
	}
	return *response.Response.TableResults[0].TaskId, nil
}

// An answer is made to be filled later: the call is what can fail.
func made(client *ckafka.Client, request *ckafka.DeleteTopicRequest, retry func(func() error) error) (string, error) {
	response := ckafka.NewDeleteTopicResponse()
	err := retry(func() error {
		result, err := client.DeleteTopic(request) // want `DeleteTopic can fail without an error`
		if err != nil {
			return err
		}
		response = result
		return nil
	})
	if err != nil {
		return "", err
	}
	return *response.Response.RequestId, nil
}

// From here on: correct.

// Whether there is an Error says as much as its code.
func createTable(client *tcaplus.Client, request *tcaplus.CreateTablesRequest) (string, error) {
	response, err := client.CreateTables(request)
	if err != nil {
		return "", err
	}
	table := response.Response.TableResults[0]
	if table.Error != nil {
		return "", fmt.Errorf("create: %s", *table.Error.Message)
	}
	return *table.TaskId, nil
}

func renameTables(client *tcaplus.Client, request *tcaplus.ModifyTablesRequest) (failed []string, err error) {
	response, err := client.ModifyTables(request)
	if err != nil {
		return nil, err
	}
	for _, table := range response.Response.TableResults {
		if table.Error == nil {
			continue
		}
		failed = append(failed, *table.TableName)
	}
	return failed, nil
}

func filled(client *ckafka.Client, request *ckafka.DeleteUserRequest) error {
	response := ckafka.NewDeleteUserResponse()
	response, err := client.DeleteUser(request)
	if err != nil {
		return err
	}
	if *response.Response.Result.ReturnCode != "0" {
		return errors.New(*response.Response.Result.ReturnMessage)
	}
	return nil
}
