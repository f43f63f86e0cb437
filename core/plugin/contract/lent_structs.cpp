#include "plugin/contract/lent_structs.hpp"

namespace fairlead::plugin::contract {

const fairlead_binding_info* lend_struct(Loan& loan, fairlead_binding_info info) {
  info.connection_name = loan.lend(info.connection_name, "connection_name of bind");
  info.tenant_id = loan.lend(info.tenant_id, "tenant_id of bind");
  info.user_id = loan.lend(info.user_id, "user_id of bind");
  info.config_json = loan.lend(info.config_json, "config_json of bind");
  return loan.lend(info, "the fairlead_binding_info of bind");
}

const fairlead_client_op* lend_struct(Loan& loan, fairlead_client_op op) {
  op.tenant_id = loan.lend(op.tenant_id, "tenant_id of a fairlead_client_op");
  return loan.lend(op, "a fairlead_client_op");
}

const fairlead_request* lend_struct(Loan& loan, fairlead_request request) {
  request.name = loan.lend(request.name, "name of a request");
  request.arguments_json = loan.lend(request.arguments_json, "arguments_json of a request");
  request.cursor = loan.lend(request.cursor, "cursor of a request");
  request.input_responses_json = loan.lend(request.input_responses_json, "input_responses_json of a request");
  request.request_state = loan.lend(request.request_state, "request_state of a request");
  request.tenant_id = loan.lend(request.tenant_id, "tenant_id of a request");
  request.user_id = loan.lend(request.user_id, "user_id of a request");
  request.agent_id = loan.lend(request.agent_id, "agent_id of a request");
  request.roles_json = loan.lend(request.roles_json, "roles_json of a request");
  request.connection_name = loan.lend(request.connection_name, "connection_name of a request");
  request.client_capabilities_json =
      loan.lend(request.client_capabilities_json, "client_capabilities_json of a request");
  request.traceparent = loan.lend(request.traceparent, "traceparent of a request");
  return loan.lend(request, "the fairlead_request");
}

}  // namespace fairlead::plugin::contract
