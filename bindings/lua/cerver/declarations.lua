-- Generated from include/cerver.h by bindings/gen. Do not edit.
local ffi = require "ffi"

ffi.cdef [[
typedef struct CerverBsem CerverBsem;
typedef struct CerverClient CerverClient;
typedef struct CerverCond CerverCond;
typedef struct CerverConnection CerverConnection;
typedef struct CerverHandler CerverHandler;
typedef struct CerverHttp CerverHttp;
typedef struct CerverHttpJwt CerverHttpJwt;
typedef struct CerverHttpReceive CerverHttpReceive;
typedef struct CerverHttpRequest CerverHttpRequest;
typedef struct CerverHttpResponse CerverHttpResponse;
typedef struct CerverHttpRoute CerverHttpRoute;
typedef struct CerverHttpStaticPath CerverHttpStaticPath;
typedef struct CerverJobHandler CerverJobHandler;
typedef struct CerverJobQueue CerverJobQueue;
typedef struct CerverMultiPart CerverMultiPart;
typedef struct CerverMutex CerverMutex;
typedef struct CerverOrphan CerverOrphan;
typedef struct CerverPacketConnection CerverPacketConnection;
typedef struct CerverPairs CerverPairs;
typedef struct CerverServer CerverServer;
typedef struct CerverTls CerverTls;
typedef struct CerverWorker CerverWorker;
typedef struct CerverString CerverString;
typedef struct CerverHttpOrigin CerverHttpOrigin;
typedef struct CerverHttpErrorPage CerverHttpErrorPage;
typedef struct CerverReceive CerverReceive;
typedef struct CerverEvent CerverEvent;
typedef struct CerverClientStats CerverClientStats;
typedef struct CerverPacketHeader CerverPacketHeader;
typedef struct CerverProtocolVersion CerverProtocolVersion;
typedef struct CerverPacketVersion CerverPacketVersion;
typedef struct CerverPacket CerverPacket;
typedef struct CerverPacketStats CerverPacketStats;
typedef struct CerverStats CerverStats;
typedef struct CerverJob CerverJob;
typedef struct CerverHandlerData CerverHandlerData;
typedef struct CerverUpdate CerverUpdate;
typedef uint32_t CerverOutcome;
typedef int32_t CerverImageType;
typedef int32_t CerverStatus;
typedef int32_t CerverHttpAccessLogFormat;
typedef int32_t CerverHttpRouteAuthType;
typedef int32_t CerverJwtAlgorithm;
typedef int32_t CerverHttpRouteModifier;
typedef int32_t CerverHttpHeader;
typedef int32_t CerverContentType;
typedef int32_t CerverHttpStatus;
typedef int32_t CerverMultiPartType;
typedef int32_t CerverReceiveType;
typedef int32_t CerverRequestMethod;
typedef int32_t CerverHttpRequestIds;
typedef int CerverEventKind;
typedef int CerverCloseReason;
typedef int CerverHttpWebSocketError;
typedef int32_t CerverLogOutputType;
typedef int32_t CerverLogTimeType;
typedef int32_t CerverLogType;
typedef int32_t CerverLogLevel;
typedef int32_t CerverPacketType;
typedef int32_t CerverType;
typedef int32_t CerverProtocol;
typedef int32_t CerverHandlerType;
typedef int CerverFraming;
typedef int32_t CerverJobQueueType;
typedef int32_t CerverWorkerState;
typedef int32_t CerverTlsClientAuth;
typedef int32_t CerverTlsVersion;
typedef int32_t CerverTlsFact;
typedef void (*CerverAction)(void *);
typedef void * (*CerverDataCreate)(void *);
typedef void (*CerverHttpAccessLogFunction)(const void *, size_t, void *);
typedef void * (*CerverHttpDecodeData)(void *);
typedef void (*CerverDelete)(void *);
typedef unsigned int (*CerverHttpAuthenticationHandler)(const CerverHttpReceive *, const CerverHttpRequest *);
typedef void (*CerverHttpHandler)(const CerverHttpReceive *, const CerverHttpRequest *);
typedef bool (*CerverHttpErrorPageFunction)(const CerverHttpErrorPage *, CerverHttpResponse *, void *);
typedef void (*CerverHttpPartFunction)(const CerverHttpReceive *, const CerverHttpRequest *, const CerverMultiPart *);
typedef void (*CerverHttpPartBytes)(const CerverHttpReceive *, const CerverHttpRequest *, const CerverMultiPart *, const void *, size_t);
typedef void (*CerverHttpFormEnd)(const CerverHttpReceive *, const CerverHttpRequest *, CerverHttpStatus);
typedef void (*CerverEventHandler)(const CerverEvent *, void *);
typedef void (*CerverHttpWebSocketEvent)(const CerverHttpReceive *);
typedef void (*CerverHttpWebSocketClose)(const CerverHttpReceive *, const char *);
typedef void (*CerverHttpWebSocketMessage)(const CerverHttpReceive *, const char *, size_t);
typedef void (*CerverHttpWebSocketFailure)(const CerverHttpReceive *, CerverHttpWebSocketError);
typedef void (*CerverLogHandler)(CerverLogType, const char *, void *);
typedef size_t (*CerverMatcher)(const uint8_t *, size_t, void *);
typedef void (*CerverWork)(void *);
typedef void * (*CerverThreadWork)(void *);
typedef void (*CerverRemoveReference)(const void *);
struct CerverString { size_t max_len; size_t len; char *str; };
struct CerverHttpOrigin { int len; const char *value; };
struct CerverHttpErrorPage { size_t size; CerverHttpStatus status; CerverContentType accepted; const char *text; const char *method; const char *path; const char *request_id; };
struct CerverReceive { CerverReceiveType type; CerverServer *cerver; void *socket; void *connection; void *client; void *admin; void *lobby; };
struct CerverEvent { CerverEventKind kind; CerverCloseReason reason; CerverConnection *connection; uint64_t tag; const void *data; size_t size; int64_t code; uint64_t id; uint64_t reserved; };
struct CerverClientStats { size_t size; uint64_t packets_received; uint64_t bytes_received; uint64_t packets_sent; uint64_t bytes_sent; };
struct CerverPacketHeader { CerverPacketType packet_type; size_t packet_size; uint8_t handler_id; uint32_t request_type; uint16_t sock_fd; };
struct CerverProtocolVersion { uint16_t major; uint16_t minor; };
struct CerverPacketVersion { uint32_t protocol_id; CerverProtocolVersion protocol_version; };
struct CerverPacket { CerverServer *cerver; CerverClient *client; CerverPacketConnection *connection; void *lobby; CerverPacketType packet_type; uint32_t req_type; size_t data_size; void *data; char *data_ptr; char *data_end; bool data_ref; size_t remaining_data; CerverPacketHeader header; CerverPacketVersion version; size_t packet_size; void *packet; bool packet_ref; };
struct CerverPacketStats { size_t size; uint64_t received[13]; uint64_t sent[13]; };
struct CerverStats { size_t size; uint64_t uptime_ms; uint64_t accepted; uint64_t connections; uint64_t accept_errors; uint64_t bytes_received; uint64_t bytes_sent; uint64_t requests; uint64_t responses; uint64_t refused; uint64_t overloaded; uint64_t unanswered; uint64_t handler_panics; uint64_t timeouts; uint64_t rejected; uint64_t ended_early; uint64_t tls_handshakes; uint64_t tls_resumed; uint64_t tls_failed; };
struct CerverJob { CerverWork work; void *args; uint64_t id; };
struct CerverHandlerData { int handler_id; void *data; CerverPacket *packet; };
struct CerverUpdate { CerverServer *cerver; void *args; };
CerverOutcome files_create_dir(const char *, unsigned int);
CerverOutcome files_create_recursive_dir(const char *, unsigned int);
const char *files_get_file_extension_reference(const char *, unsigned int *);
bool file_exists(const char *);
const char *files_image_type_to_string(CerverImageType);
const char *files_image_type_extension(CerverImageType);
CerverImageType files_image_get_type(const char *);
CerverImageType files_image_get_type_by_extension(const char *);
bool files_image_is_jpeg(const char *);
bool files_image_extension_is_jpeg(const char *);
bool files_image_is_png(const char *);
bool files_image_extension_is_png(const char *);
CerverHandler *handler_create(CerverAction);
CerverHandler *handler_create_with_id(int, CerverAction);
void handler_delete(void *);
void handler_set_data(CerverHandler *, void *);
void handler_set_data_create(CerverHandler *, CerverDataCreate, void *);
void handler_set_data_delete(CerverHandler *, CerverAction);
void handler_set_direct_handle(CerverHandler *, bool);
CerverStatus handler_set_queue_limit(CerverHandler *, uint32_t);
CerverStatus http_cerver_set_access_log(CerverHttp *, CerverHttpAccessLogFormat, const char *);
CerverStatus http_cerver_set_access_log_fd(CerverHttp *, CerverHttpAccessLogFormat, int);
CerverStatus http_cerver_set_access_log_function(CerverHttp *, CerverHttpAccessLogFormat, CerverHttpAccessLogFunction, void *);
CerverStatus http_cerver_disable_access_log(CerverHttp *);
CerverStatus http_cerver_reopen_access_log(CerverHttp *);
CerverStatus http_cerver_set_access_log_buffer(CerverHttp *, size_t);
void http_cerver_enable_admin_routes_authentication(CerverHttp *, CerverHttpRouteAuthType);
void http_cerver_admin_routes_auth_set_decode_data(CerverHttp *, CerverHttpDecodeData, CerverDelete);
void http_cerver_admin_routes_auth_decode_to_json(CerverHttp *);
void http_cerver_admin_routes_set_authentication_handler(CerverHttp *, CerverHttpAuthenticationHandler);
void http_cerver_enable_admin_routes(CerverHttp *, bool);
void http_cerver_enable_admin_info_route(CerverHttp *, bool);
void http_cerver_enable_admin_head_handlers(CerverHttp *, bool);
void http_cerver_enable_admin_options_handlers(CerverHttp *, bool);
void http_cerver_enable_admin_cors_headers(CerverHttp *, bool);
void http_cerver_admin_set_origin(CerverHttp *, const char *);
void http_cerver_admin_routes_set_custom_data(CerverHttp *, void *);
void http_cerver_admin_routes_set_delete_custom_data(CerverHttp *, CerverDelete);
void http_cerver_register_admin_file_system(CerverHttp *, const char *);
void http_cerver_register_admin_worker(CerverHttp *, const CerverWorker *);
void http_cerver_all_stats_print(const CerverHttp *);
CerverStatus http_cerver_set_route_statistics(CerverHttp *, bool);
const CerverString *http_request_get_basic_user(const CerverHttpRequest *);
const CerverString *http_request_get_basic_password(const CerverHttpRequest *);
bool http_request_check_basic(const CerverHttpRequest *, const char *, const char *);
const void *http_request_get_decoded_data(const CerverHttpRequest *);
void http_request_set_decoded_data(CerverHttpRequest *, void *);
void http_request_set_delete_decoded_data(CerverHttpRequest *, CerverDelete);
void http_request_set_default_delete_decoded_data(CerverHttpRequest *);
void http_route_set_auth(CerverHttpRoute *, CerverHttpRouteAuthType);
void http_route_set_decode_data(CerverHttpRoute *, CerverHttpDecodeData, CerverDelete);
void http_route_set_decode_data_into_json(CerverHttpRoute *);
void http_route_set_authentication_handler(CerverHttpRoute *, CerverHttpAuthenticationHandler);
CerverStatus http_route_set_auth_challenge(CerverHttpRoute *, const char *);
void http_static_path_set_auth(CerverHttpStaticPath *, CerverHttpRouteAuthType);
CerverStatus http_static_path_set_authentication_handler(CerverHttpStaticPath *, CerverHttpAuthenticationHandler);
void http_cerver_auth_set_jwt_algorithm(CerverHttp *, CerverJwtAlgorithm);
void http_cerver_auth_set_jwt_priv_key_filename(CerverHttp *, const char *);
void http_cerver_auth_set_jwt_pub_key_filename(CerverHttp *, const char *);
CerverStatus http_cerver_auth_set_jwt_limit(CerverHttp *, size_t);
CerverStatus http_cerver_auth_set_jwt_leeway(CerverHttp *, uint32_t);
CerverStatus http_cerver_auth_set_jwt_issuer(CerverHttp *, const char *);
CerverStatus http_cerver_auth_set_jwt_audience(CerverHttp *, const char *);
CerverStatus http_cerver_set_body_rate(CerverHttp *, uint32_t, uint32_t);
CerverStatus http_cerver_set_body_window(CerverHttp *, size_t);
void http_route_set_modifier(CerverHttpRoute *, CerverHttpRouteModifier);
CerverStatus http_route_set_body_limit(CerverHttpRoute *, size_t);
CerverStatus http_route_set_body_timeout(CerverHttpRoute *, uint32_t);
CerverStatus http_route_set_gate(CerverHttpRoute *, CerverHttpHandler);
CerverStatus http_route_stream_body(CerverHttpRoute *, CerverHttpHandler);
CerverStatus http_receive_pass(const CerverHttpReceive *);
CerverStatus http_request_read_body(const CerverHttpRequest *, char *, size_t, int32_t, size_t *);
const CerverString *http_request_get_trailer(const CerverHttpRequest *, const char *);
CerverHttp *http_cerver_get(CerverServer *);
CerverHttpStaticPath *http_cerver_static_path_add(CerverHttp *, const char *);
uint8_t http_receive_public_path_remove(CerverHttp *, const char *);
void http_cerver_route_register(CerverHttp *, CerverHttpRoute *);
void http_cerver_set_main_route(CerverHttp *, const CerverHttpRoute *);
void http_cerver_set_catch_all_route(CerverHttp *, CerverHttpHandler);
void http_cerver_set_not_found_handler(CerverHttp *);
void http_cerver_set_not_found_route(CerverHttp *, CerverHttpHandler);
const void *http_cerver_get_custom_data(const CerverHttp *);
void http_cerver_set_custom_data(CerverHttp *, void *);
void http_cerver_set_delete_custom_data(CerverHttp *, CerverDelete);
void http_cerver_set_default_delete_custom_data(CerverHttp *);
uint8_t http_cerver_add_responses_header(CerverHttp *, CerverHttpHeader, const char *);
CerverStatus http_cerver_set_body_limit(CerverHttp *, size_t);
CerverStatus http_cerver_set_head_limit(CerverHttp *, size_t);
CerverStatus http_cerver_set_request_line_limit(CerverHttp *, size_t);
CerverStatus http_cerver_set_chunk_extension_limit(CerverHttp *, size_t);
CerverStatus http_cerver_set_trailer_limit(CerverHttp *, size_t);
CerverStatus http_cerver_set_header_count_limit(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_head_timeout(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_body_timeout(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_answer_timeout(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_compression(CerverHttp *, bool);
CerverStatus http_cerver_set_compression_level(CerverHttp *, uint8_t);
CerverStatus http_cerver_set_compression_sizes(CerverHttp *, size_t, size_t);
CerverStatus http_cerver_set_compression_streams(CerverHttp *, uint32_t);
CerverStatus http_route_set_compression(CerverHttpRoute *, bool);
const char *http_content_type_extension(CerverContentType);
const char *http_content_type_description(CerverContentType);
const char *http_content_type_mime(CerverContentType);
CerverContentType http_content_type_by_mime(const char *);
CerverContentType http_content_type_by_extension(const char *);
const char *http_content_type_mime_by_extension(const char *);
bool http_content_type_is_json(const char *);
CerverContentType http_content_type_from_filename(const char *);
const CerverString *http_request_get_cookie(const CerverHttpRequest *, const char *);
unsigned int http_request_get_cookies_count(const CerverHttpRequest *);
const CerverString *http_request_get_cookie_name_at_idx(const CerverHttpRequest *, unsigned int);
const CerverString *http_request_get_cookie_value_at_idx(const CerverHttpRequest *, unsigned int);
CerverStatus http_response_set_cookie(CerverHttpResponse *, const char *, const char *, const char *);
CerverStatus http_response_remove_cookie(CerverHttpResponse *, const char *, const char *);
uint8_t http_cerver_add_origin_to_whitelist(CerverHttp *, const char *);
void http_cerver_print_origins_whitelist(const CerverHttp *);
CerverStatus http_cerver_set_cors(CerverHttp *, bool);
CerverStatus http_cerver_set_cors_credentials(CerverHttp *, bool);
CerverStatus http_cerver_set_cors_headers(CerverHttp *, const char *);
CerverStatus http_cerver_set_cors_exposed_headers(CerverHttp *, const char *);
CerverStatus http_cerver_set_cors_max_age(CerverHttp *, uint32_t);
uint8_t http_response_add_cors_header(CerverHttpResponse *, const char *);
uint8_t http_response_add_cors_header_from_origin(CerverHttpResponse *, const CerverHttpOrigin *);
uint8_t http_response_add_whitelist_cors_header(CerverHttpResponse *, const char *);
uint8_t http_response_add_whitelist_cors_header_from_origin(CerverHttpResponse *, const CerverHttpOrigin *);
uint8_t http_response_add_whitelist_cors_header_from_request(const CerverHttpReceive *, CerverHttpResponse *);
uint8_t http_response_add_cors_allow_credentials_header(CerverHttpResponse *);
uint8_t http_response_add_cors_allow_methods_header(CerverHttpResponse *, const char *);
CerverStatus http_cerver_set_error_page(CerverHttp *, CerverHttpErrorPageFunction, void *);
uint8_t http_response_error_page_send(const CerverHttpReceive *, CerverHttpStatus, const char *);
CerverStatus http_cerver_set_method_errors(CerverHttp *, bool);
CerverStatus http_cerver_set_close_unanswered(CerverHttp *, bool);
const char *http_header_string(CerverHttpHeader);
const char *http_header_description(CerverHttpHeader);
CerverHttpHeader http_header_type_by_string(const char *);
CerverHttpJwt *http_cerver_auth_jwt_new(void);
void http_cerver_auth_jwt_delete(CerverHttpJwt *);
void http_cerver_auth_jwt_add_value(CerverHttpJwt *, const char *, const char *);
void http_cerver_auth_jwt_add_value_bool(CerverHttpJwt *, const char *, bool);
void http_cerver_auth_jwt_add_value_int(CerverHttpJwt *, const char *, int);
CerverStatus http_cerver_auth_jwt_set_lifetime(CerverHttpJwt *, uint32_t);
uint8_t http_cerver_auth_generate_bearer_jwt(CerverHttp *, CerverHttpJwt *);
uint8_t http_cerver_auth_generate_bearer_jwt_json(CerverHttp *, CerverHttpJwt *);
uint8_t http_cerver_auth_generate_bearer_jwt_json_with_value(CerverHttp *, CerverHttpJwt *, const char *, const char *);
const char *http_jwt_get_bearer(const CerverHttpJwt *);
size_t http_jwt_get_bearer_len(const CerverHttpJwt *);
const char *http_jwt_get_json(const CerverHttpJwt *);
size_t http_jwt_get_json_len(const CerverHttpJwt *);
CerverStatus http_cerver_set_keep_alive_requests(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_retry_after(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_half_closed_timeout(CerverHttp *, uint32_t);
CerverStatus http_route_set_length_required(CerverHttpRoute *, bool);
CerverStatus http_cerver_metrics_text(const CerverHttp *, char *, size_t, size_t *);
CerverStatus http_cerver_metrics_json(const CerverHttp *, char *, size_t, size_t *);
CerverStatus http_cerver_add_metrics_route(CerverHttp *, const char *);
CerverStatus http_cerver_set_route_metrics(CerverHttp *, bool);
bool http_multi_part_is_not_empty(const CerverMultiPart *);
CerverMultiPartType http_multi_part_get_type(const CerverMultiPart *);
bool http_multi_part_is_file(const CerverMultiPart *);
bool http_multi_part_is_value(const CerverMultiPart *);
const CerverString *http_multi_part_get_name(const CerverMultiPart *);
const char *http_multi_part_get_filename(const CerverMultiPart *);
int http_multi_part_get_filename_len(const CerverMultiPart *);
const CerverString *http_multi_part_get_original_filename(const CerverMultiPart *);
const CerverString *http_multi_part_get_content_type(const CerverMultiPart *);
const char *http_multi_part_get_generated_filename(const CerverMultiPart *);
int http_multi_part_get_generated_filename_len(const CerverMultiPart *);
void http_multi_part_set_generated_filename(const CerverMultiPart *, const char *, ...);
uint32_t http_multi_part_get_n_reads(const CerverMultiPart *);
uint32_t http_multi_part_get_total_wrote(const CerverMultiPart *);
uint64_t http_multi_part_get_size(const CerverMultiPart *);
const char *http_multi_part_get_saved_filename(const CerverMultiPart *);
int http_multi_part_get_saved_filename_len(const CerverMultiPart *);
bool http_multi_part_get_moved_file(const CerverMultiPart *);
const char *http_multi_part_get_value(const CerverMultiPart *);
int http_multi_part_get_value_len(const CerverMultiPart *);
unsigned int http_multi_part_move_file(CerverMultiPart *, const char *);
void http_multi_part_print(const CerverMultiPart *);
void http_multi_part_headers_print(const CerverMultiPart *);
int http_request_choose_type(const CerverHttpRequest *, const char *);
int http_request_choose_encoding(const CerverHttpRequest *, const char *);
int http_request_choose_language(const CerverHttpRequest *, const char *);
CerverHttpOrigin *http_origin_new(void);
void http_origin_delete(void *);
int http_origin_get_len(const CerverHttpOrigin *);
const char *http_origin_get_value(const CerverHttpOrigin *);
void http_origin_print(const CerverHttpOrigin *);
const CerverString *http_query_pairs_get_value(const CerverPairs *, const char *);
void http_query_pairs_print(const CerverPairs *);
const CerverString *http_request_get_param_decoded(const CerverHttpRequest *, const char *);
CerverStatus http_route_stream_parts(CerverHttpRoute *, CerverHttpPartFunction, CerverHttpPartBytes, CerverHttpPartFunction, CerverHttpFormEnd);
const CerverHttp *http_receive_get_cerver(const CerverHttpReceive *);
const CerverReceive *http_receive_get_cerver_receive(const CerverHttpReceive *);
int http_receive_get_sock_fd(const CerverHttpReceive *);
CerverStatus http_receive_detach(const CerverHttpReceive *);
CerverStatus http_receive_close(const CerverHttpReceive *);
bool http_receive_is_connected(const CerverHttpReceive *);
CerverStatus http_receive_get_remote_address(const CerverHttpReceive *, char *, size_t);
CerverStatus http_response_stream(CerverHttpResponse *, const CerverHttpReceive *);
CerverStatus http_receive_stream_write(const CerverHttpReceive *, const void *, size_t);
CerverStatus http_receive_stream_wait(const CerverHttpReceive *, int32_t);
CerverStatus http_receive_stream_trailer(const CerverHttpReceive *, const char *, const char *);
CerverStatus http_receive_stream_end(const CerverHttpReceive *);
CerverRequestMethod http_request_get_method(const CerverHttpRequest *);
const CerverString *http_request_get_method_string(const CerverHttpRequest *);
const CerverString *http_request_get_url(const CerverHttpRequest *);
const CerverString *http_request_get_query(const CerverHttpRequest *);
const CerverPairs *http_request_get_query_params(const CerverHttpRequest *);
unsigned int http_request_get_n_params(const CerverHttpRequest *);
const CerverString *http_request_get_param_at_idx(const CerverHttpRequest *, unsigned int);
const CerverString *http_request_get_param(const CerverHttpRequest *, const char *);
const CerverString *http_request_get_header(const CerverHttpRequest *, CerverHttpHeader);
size_t http_request_get_custom_headers_count(const CerverHttpRequest *);
const char *http_request_get_custom_header(const CerverHttpRequest *, const char *);
CerverContentType http_request_get_content_type(const CerverHttpRequest *);
const CerverString *http_request_get_content_type_string(const CerverHttpRequest *);
const CerverString *http_request_get_body(const CerverHttpRequest *);
const CerverPairs *http_request_get_body_values(const CerverHttpRequest *);
const void *http_request_get_custom_data(const CerverHttpRequest *);
void http_request_set_custom_data(CerverHttpRequest *, void *);
void http_request_set_delete_custom_data(CerverHttpRequest *, CerverDelete);
void http_request_set_default_delete_custom_data(CerverHttpRequest *);
const CerverString *http_request_query_params_get_value(const CerverHttpRequest *, const char *);
const CerverString *http_request_body_get_value(const CerverHttpRequest *, const char *);
void http_request_headers_print(const CerverHttpRequest *);
void http_request_headers_print_full(const CerverHttpRequest *);
void http_request_query_params_print(const CerverHttpRequest *);
CerverStatus http_cerver_set_request_ids(CerverHttp *, CerverHttpRequestIds);
const CerverString *http_request_get_id(const CerverHttpRequest *);
const CerverString *http_request_get_trace_parent(const CerverHttpRequest *);
const CerverString *http_request_get_trace_id(const CerverHttpRequest *);
const CerverString *http_request_get_trace_state(const CerverHttpRequest *);
uint8_t http_request_get_n_files(const CerverHttpRequest *);
uint8_t http_request_get_n_values(const CerverHttpRequest *);
const char *http_request_get_dirname(const CerverHttpRequest *);
int http_request_get_dirname_len(const CerverHttpRequest *);
void http_request_set_dirname(const CerverHttpRequest *, const char *, ...);
const CerverMultiPart *http_request_get_current_mpart(const CerverHttpRequest *);
const CerverMultiPart *http_request_multi_parts_get(const CerverHttpRequest *, const char *);
const char *http_request_multi_parts_get_value(const CerverHttpRequest *, const char *);
const char *http_request_multi_parts_get_filename(const CerverHttpRequest *, const char *);
const char *http_request_multi_parts_get_saved_filename(const CerverHttpRequest *, const char *);
bool http_request_multi_parts_iter_start(const CerverHttpRequest *);
const CerverMultiPart *http_request_multi_parts_iter_get_next(const CerverHttpRequest *);
void http_request_multi_part_keep_files(CerverHttpRequest *);
void http_request_multi_part_discard_files(const CerverHttpRequest *);
void http_request_multi_parts_print(const CerverHttpRequest *);
void http_request_multi_parts_files_print(const CerverHttpRequest *);
CerverHttpResponse *http_response_get(void);
void http_response_return(CerverHttpResponse *);
void http_response_delete(void *);
CerverHttpResponse *http_response_create(CerverHttpStatus, const void *, size_t);
void http_response_set_status(CerverHttpResponse *, CerverHttpStatus);
void http_response_set_header(CerverHttpResponse *, const void *, size_t);
CerverStatus http_response_copy_header(CerverHttpResponse *, const void *, size_t);
uint8_t http_response_add_header(CerverHttpResponse *, CerverHttpHeader, const char *);
CerverStatus http_response_add_custom_header(CerverHttpResponse *, const char *, const char *);
uint8_t http_response_add_content_type_header(CerverHttpResponse *, CerverContentType);
uint8_t http_response_add_content_length_header(CerverHttpResponse *, size_t);
void http_response_add_json_headers(CerverHttpResponse *, size_t);
void http_response_set_data(CerverHttpResponse *, const void *, size_t);
uint8_t http_response_set_data_ref(CerverHttpResponse *, const void *, size_t);
void http_response_compile_header(CerverHttpResponse *);
uint8_t http_response_compile(CerverHttpResponse *);
void http_response_print(const CerverHttpResponse *);
uint8_t http_response_send(CerverHttpResponse *, const CerverHttpReceive *);
uint8_t http_response_send_split(CerverHttpResponse *, const CerverHttpReceive *);
uint8_t http_response_create_and_send(CerverHttpStatus, const void *, size_t, const CerverHttpReceive *);
uint8_t http_response_send_file(const CerverHttpReceive *, CerverHttpStatus, const char *);
uint8_t http_response_handle_video(const CerverHttpReceive *, const char *);
uint8_t http_response_render_text(const CerverHttpReceive *, CerverHttpStatus, const char *, size_t);
uint8_t http_response_render_json(const CerverHttpReceive *, CerverHttpStatus, const char *, size_t);
uint8_t http_response_render(const CerverHttpReceive *, CerverHttpStatus, CerverContentType, const void *, size_t);
CerverHttpResponse *http_response_create_json(CerverHttpStatus, const char *, size_t);
CerverHttpResponse *http_response_create_json_key_value(CerverHttpStatus, const char *, const char *);
CerverHttpResponse *http_response_json_int_value(CerverHttpStatus, const char *, int);
uint8_t http_response_json_int_value_send(const CerverHttpReceive *, CerverHttpStatus, const char *, int);
CerverHttpResponse *http_response_json_large_int_value(CerverHttpStatus, const char *, long);
uint8_t http_response_json_large_int_value_send(const CerverHttpReceive *, CerverHttpStatus, const char *, long);
CerverHttpResponse *http_response_json_real_value(CerverHttpStatus, const char *, double);
uint8_t http_response_json_real_value_send(const CerverHttpReceive *, CerverHttpStatus, const char *, double);
CerverHttpResponse *http_response_json_bool_value(CerverHttpStatus, const char *, bool);
uint8_t http_response_json_bool_value_send(const CerverHttpReceive *, CerverHttpStatus, const char *, bool);
CerverHttpResponse *http_response_json_msg(CerverHttpStatus, const char *);
uint8_t http_response_json_msg_send(const CerverHttpReceive *, CerverHttpStatus, const char *);
CerverHttpResponse *http_response_json_error(CerverHttpStatus, const char *);
uint8_t http_response_json_error_send(const CerverHttpReceive *, CerverHttpStatus, const char *);
CerverHttpResponse *http_response_json_key_value(CerverHttpStatus, const char *, const char *);
uint8_t http_response_json_key_value_send(const CerverHttpReceive *, CerverHttpStatus, const char *, const char *);
CerverHttpResponse *http_response_json_custom(CerverHttpStatus, const char *);
uint8_t http_response_json_custom_send(const CerverHttpReceive *, CerverHttpStatus, const char *);
CerverHttpResponse *http_response_json_custom_reference(CerverHttpStatus, const char *, size_t);
uint8_t http_response_json_custom_reference_send(const CerverHttpReceive *, CerverHttpStatus, const char *, size_t);
CerverHttpRoute *http_route_create(CerverRequestMethod, const char *, CerverHttpHandler);
void http_route_set_handler(CerverHttpRoute *, CerverRequestMethod, CerverHttpHandler);
void http_route_child_add(CerverHttpRoute *, CerverHttpRoute *);
const void *http_route_get_custom_data(const CerverHttpRoute *);
void http_route_set_custom_data(CerverHttpRoute *, void *);
void http_route_set_delete_custom_data(CerverHttpRoute *, CerverDelete);
void http_route_delete(CerverHttpRoute *);
CerverStatus http_static_path_set_max_age(CerverHttpStaticPath *, int32_t);
CerverStatus http_static_path_set_immutable(CerverHttpStaticPath *, bool);
CerverStatus http_static_path_set_listing(CerverHttpStaticPath *, bool);
CerverStatus http_static_path_set_listing_limit(CerverHttpStaticPath *, uint32_t);
CerverStatus http_static_path_set_dot_files(CerverHttpStaticPath *, bool);
CerverStatus http_static_path_set_precompressed(CerverHttpStaticPath *, bool);
CerverStatus http_static_path_set_kept_files(CerverHttpStaticPath *, uint32_t);
CerverStatus http_static_path_set_range_limit(CerverHttpStaticPath *, uint32_t);
const char *http_status_string(CerverHttpStatus);
CerverStatus http_route_take_upgrade(CerverHttpRoute *, const char *, CerverEventHandler, void *);
void http_cerver_set_uploads_path(CerverHttp *, const char *);
void http_cerver_set_uploads_file_mode(CerverHttp *, unsigned int);
void http_cerver_set_uploads_dir_mode(CerverHttp *, unsigned int);
void http_cerver_generate_uploads_path(CerverHttp *, const char *, ...);
void http_cerver_set_uploads_filename_generator(CerverHttp *, CerverHttpHandler);
void http_cerver_set_uploads_dirname_generator(CerverHttp *, CerverHttpHandler);
void http_cerver_set_default_uploads_filename_generator(CerverHttp *);
void http_cerver_set_default_uploads_dirname_generator(CerverHttp *);
void http_cerver_set_uploads_delete_when_done(CerverHttp *, bool);
CerverStatus http_cerver_set_part_limit(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_part_head_limit(CerverHttp *, size_t);
CerverStatus http_cerver_set_part_name_limit(CerverHttp *, size_t);
CerverStatus http_cerver_set_field_bytes_limit(CerverHttp *, size_t);
CerverStatus http_cerver_set_file_count_limit(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_file_limits(CerverHttp *, uint64_t, uint64_t);
CerverStatus http_cerver_set_waiting_files_limit(CerverHttp *, uint64_t);
CerverStatus http_cerver_set_form_limits(CerverHttp *, size_t, size_t);
void http_route_set_execute_handler(CerverHttpRoute *, bool);
void http_route_set_ws_on_open(CerverHttpRoute *, CerverHttpWebSocketEvent);
void http_route_set_ws_on_close(CerverHttpRoute *, CerverHttpWebSocketClose);
void http_route_set_ws_on_ping(CerverHttpRoute *, CerverHttpWebSocketEvent);
void http_route_set_ws_on_pong(CerverHttpRoute *, CerverHttpWebSocketEvent);
void http_route_set_ws_on_message(CerverHttpRoute *, CerverHttpWebSocketMessage);
void http_route_set_ws_on_binary(CerverHttpRoute *, CerverHttpWebSocketMessage);
void http_route_set_ws_on_drained(CerverHttpRoute *, CerverHttpWebSocketEvent);
void http_route_set_ws_on_error(CerverHttpRoute *, CerverHttpWebSocketFailure);
CerverStatus http_route_ws_protocol_add(CerverHttpRoute *, const char *);
CerverStatus http_route_ws_origin_add(CerverHttpRoute *, const char *);
CerverStatus http_route_set_ws_compression(CerverHttpRoute *, bool);
CerverStatus http_route_set_ws_message_limit(CerverHttpRoute *, size_t);
CerverStatus http_web_sockets_send(const CerverHttpReceive *, const char *, size_t);
CerverStatus http_web_sockets_send_binary(const CerverHttpReceive *, const void *, size_t);
CerverStatus http_web_sockets_ping(const CerverHttpReceive *, const void *, size_t);
CerverStatus http_web_sockets_close(const CerverHttpReceive *, uint16_t, const char *);
CerverStatus http_web_sockets_abort(const CerverHttpReceive *);
CerverStatus http_web_sockets_wait(const CerverHttpReceive *, int32_t);
const CerverHttpRequest *http_web_sockets_get_request(const CerverHttpReceive *);
int http_web_sockets_get_close_code(const CerverHttpReceive *);
CerverStatus http_cerver_set_ws_limits(CerverHttp *, size_t, size_t);
CerverStatus http_cerver_set_ws_queue(CerverHttp *, size_t);
CerverStatus http_cerver_set_ws_ping(CerverHttp *, uint32_t, uint32_t);
CerverStatus http_cerver_set_ws_close_timeout(CerverHttp *, uint32_t);
CerverStatus http_cerver_set_ws_compression(CerverHttp *, bool);
CerverStatus http_cerver_set_ws_compression_effort(CerverHttp *, uint8_t, size_t);
CerverStatus http_cerver_set_ws_compression_window(CerverHttp *, uint8_t, bool);
void cerver_init(void);
void cerver_end(void);
const char *cerver_version(void);
CerverStatus cerver_last_error(void);
const char *cerver_last_error_message(void);
int cerver_last_error_number(void);
void cerver_clear_last_error(void);
const char *cerver_status_name(CerverStatus);
const char *cerver_status_message(CerverStatus);
void *cerver_python_builtin(const char *, void *);
CerverLogOutputType cerver_log_get_output_type(void);
void cerver_log_set_output_type(CerverLogOutputType);
CerverOutcome cerver_log_set_path(const char *);
void cerver_log_set_update_interval(uint32_t);
const char *cerver_log_time_type_to_string(CerverLogTimeType);
const char *cerver_log_time_type_description(CerverLogTimeType);
CerverLogTimeType cerver_log_get_time_config(void);
void cerver_log_set_time_config(CerverLogTimeType);
void cerver_log_set_local_time(bool);
void cerver_log_set_quiet(bool);
void cerver_log_text(CerverLogType, CerverLogType, const char *);
void cerver_log(CerverLogType, CerverLogType, const char *, ...);
void cerver_log_with_date(CerverLogType, CerverLogType, const char *, ...);
void cerver_log_both(CerverLogType, CerverLogType, const char *, ...);
void cerver_log_msg(const char *, ...);
void cerver_log_error(const char *, ...);
void cerver_log_warning(const char *, ...);
void cerver_log_success(const char *, ...);
void cerver_log_debug(const char *, ...);
void cerver_log_raw(const char *, ...);
void cerver_log_line_break(void);
CerverStatus cerver_log_set_handler(CerverLogHandler, void *);
CerverStatus cerver_log_set_level(CerverLogLevel);
CerverStatus cerver_network_set_handler(CerverServer *, CerverEventHandler, void *);
int cerver_network_tick(CerverServer *);
int cerver_network_next_event(CerverServer *, CerverEvent *);
CerverStatus cerver_network_send(CerverServer *, const void *, size_t);
CerverOrphan *cerver_network_save(CerverServer *);
CerverServer *cerver_network_restore(CerverOrphan *);
CerverStatus cerver_orphan_delete(CerverOrphan *);
CerverServer *cerver_create_network(const char *);
CerverStatus cerver_network_open(CerverServer *, const char *, uint32_t);
CerverStatus cerver_network_connect(CerverServer *, const char *, uint32_t, uint32_t);
CerverStatus cerver_network_disconnect(CerverServer *);
bool cerver_network_has_session(const CerverServer *);
bool cerver_network_is_open(const CerverServer *);
bool cerver_network_is_connected(const CerverServer *);
CerverStatus cerver_network_set_tick_bytes(CerverServer *, int);
uint64_t client_get_id(const CerverClient *);
CerverPacketConnection *client_get_connection(const CerverClient *);
CerverStatus client_set_data(CerverClient *, void *, CerverDelete);
const void *client_get_data(const CerverClient *);
CerverStatus client_get_stats(const CerverClient *, CerverClientStats *);
CerverClient *packet_connection_get_client(const CerverPacketConnection *);
CerverStatus packet_connection_close(CerverPacketConnection *);
CerverStatus packet_connection_abort(CerverPacketConnection *);
CerverStatus packet_connection_get_remote_address(const CerverPacketConnection *, char *, size_t);
CerverPacket *packet_new(void);
CerverPacket *packet_create(CerverPacketType, uint32_t, const void *, size_t);
CerverPacket *packet_create_request(CerverPacketType, uint32_t);
CerverPacket *packet_create_ping(void);
void packet_delete(void *);
void packet_set_network_values(CerverPacket *, CerverServer *, CerverClient *, CerverPacketConnection *, void *);
uint8_t packet_set_data(CerverPacket *, const void *, size_t);
uint8_t packet_append_data(CerverPacket *, const void *, size_t);
uint8_t packet_generate(CerverPacket *);
uint8_t packet_send(const CerverPacket *, int, size_t *, bool);
uint8_t packet_send_request(CerverPacketType, uint32_t, CerverServer *, CerverClient *, CerverPacketConnection *, void *);
uint8_t cerver_set_welcome_msg(CerverServer *, const char *);
void cerver_set_app_handlers(CerverServer *, CerverHandler *, CerverHandler *);
void cerver_set_custom_handler(CerverServer *, CerverHandler *);
CerverStatus cerver_set_multiple_handlers(CerverServer *, uint32_t);
uint8_t cerver_handlers_add(CerverServer *, CerverHandler *);
void cerver_set_max_received_packet_size(CerverServer *, size_t);
CerverStatus cerver_set_client_packets(CerverServer *, uint32_t);
CerverStatus cerver_set_client_send_limit(CerverServer *, size_t);
CerverStatus cerver_set_packet_timeout(CerverServer *, uint32_t);
void cerver_set_check_packets(CerverServer *, bool);
CerverStatus cerver_set_packet_version(CerverServer *, uint32_t, uint16_t, uint16_t);
CerverStatus cerver_get_packet_stats(const CerverServer *, CerverPacketStats *);
void cerver_set_update(CerverServer *, CerverAction, void *, CerverDelete, uint8_t);
void cerver_set_update_interval(CerverServer *, CerverAction, void *, CerverDelete, uint32_t);
void cerver_use_published_defaults(bool);
CerverServer *cerver_create(CerverType, const char *, uint16_t, CerverProtocol, bool, uint16_t);
CerverServer *cerver_create_web(const char *, uint16_t, uint16_t);
uint8_t cerver_start(CerverServer *);
CerverStatus cerver_start_background(CerverServer *);
CerverStatus cerver_wait(CerverServer *, int32_t);
CerverStatus cerver_open(CerverServer *);
CerverStatus cerver_turn(CerverServer *, int32_t);
int cerver_get_poll_fd(const CerverServer *);
CerverStatus cerver_wake(CerverServer *);
CerverStatus cerver_stop_listening(CerverServer *);
CerverStatus cerver_drain(CerverServer *, uint32_t);
uint8_t cerver_shutdown(CerverServer *);
uint8_t cerver_teardown(CerverServer *);
bool cerver_is_running(const CerverServer *);
uint16_t cerver_get_port(const CerverServer *);
CerverStatus cerver_get_listener_port(const CerverServer *, uint32_t, uint16_t *);
void cerver_interrupt(void);
void cerver_set_receive_buffer_size(CerverServer *, size_t);
void cerver_set_thpool_n_threads(CerverServer *, uint16_t);
void cerver_set_handler_type(CerverServer *, CerverHandlerType);
void cerver_set_reusable_address_flags(CerverServer *, bool);
void cerver_set_alias(CerverServer *, const char *);
CerverStatus cerver_set_bind_address(CerverServer *, const char *);
CerverStatus cerver_listen_tcp(CerverServer *, const char *, uint16_t);
CerverStatus cerver_set_listening(CerverServer *, bool);
CerverStatus cerver_listen_unix(CerverServer *, const char *, uint32_t);
CerverStatus cerver_listen_fd(CerverServer *, int);
CerverStatus cerver_disable_main_listener(CerverServer *);
CerverStatus cerver_set_reactors(CerverServer *, uint16_t);
CerverStatus cerver_set_max_connections(CerverServer *, uint32_t);
CerverStatus cerver_set_max_handler_threads(CerverServer *, uint32_t);
CerverStatus cerver_set_pool_queue(CerverServer *, uint32_t);
CerverStatus cerver_set_read_size(CerverServer *, size_t);
CerverStatus cerver_set_send_queue_marks(CerverServer *, size_t, size_t);
CerverStatus cerver_set_idle_timeout(CerverServer *, uint32_t);
CerverStatus cerver_set_write_timeout(CerverServer *, uint32_t);
CerverStatus cerver_set_min_send_rate(CerverServer *, uint32_t);
CerverStatus cerver_set_max_connections_per_address(CerverServer *, uint32_t);
CerverStatus cerver_set_drain_timeout(CerverServer *, uint32_t);
CerverStatus cerver_get_stats(const CerverServer *, CerverStats *);
CerverStatus cerver_stats_json(const CerverServer *, char *, size_t, size_t *);
void cerver_stats_print(CerverServer *, bool, bool);
CerverStatus cerver_connection_send(const CerverConnection *, const void *, size_t);
CerverStatus cerver_connection_send_lent(const CerverConnection *, const void *, size_t, uint64_t);
CerverStatus cerver_connection_send_frame(const CerverConnection *, const void *, size_t);
CerverStatus cerver_connection_tell_when_sent(const CerverConnection *);
CerverStatus cerver_connection_shutdown(const CerverConnection *);
CerverStatus cerver_connection_close(const CerverConnection *);
CerverStatus cerver_connection_abort(const CerverConnection *);
CerverStatus cerver_connection_set_paused(const CerverConnection *, bool);
CerverStatus cerver_connection_set_idle_timeout(const CerverConnection *, uint32_t);
CerverStatus cerver_connection_set_read_timeout(const CerverConnection *, uint32_t);
CerverStatus cerver_connection_set_write_timeout(const CerverConnection *, uint32_t);
bool cerver_connection_is_reading(const CerverConnection *);
bool cerver_connection_is_writing(const CerverConnection *);
bool cerver_connection_is_open(const CerverConnection *);
CerverStatus cerver_connection_set_tag(const CerverConnection *, uint64_t);
uint64_t cerver_connection_get_tag(const CerverConnection *);
int cerver_connection_duplicate(const CerverConnection *);
CerverStatus cerver_connection_get_remote_address(const CerverConnection *, char *, size_t);
CerverConnection *cerver_connect(CerverServer *, const char *, uint16_t, uint32_t);
CerverConnection *cerver_adopt(CerverServer *, int);
CerverStatus cerver_resolve(CerverServer *, const char *, uint64_t);
CerverStatus cerver_set_connect_threads(CerverServer *, uint32_t, uint32_t);
CerverStatus cerver_park(CerverServer *, const char *);
CerverServer *cerver_unpark(const char *);
CerverStatus cerver_set_tag(CerverServer *, uint64_t);
uint64_t cerver_get_tag(const CerverServer *);
CerverStatus cerver_set_framing(CerverServer *, CerverFraming, size_t);
CerverStatus cerver_set_frame_limit(CerverServer *, size_t);
CerverStatus cerver_connection_set_framing(const CerverConnection *, CerverFraming, size_t);
CerverStatus cerver_connection_set_frame_limit(const CerverConnection *, size_t);
CerverStatus cerver_connection_read_until(const CerverConnection *, const void *, size_t);
CerverStatus cerver_connection_read_until_any(const CerverConnection *, const void *, size_t);
CerverStatus cerver_connection_read_until_match(const CerverConnection *, CerverMatcher, void *);
CerverStatus cerver_connection_read_bytes(const CerverConnection *, size_t, bool);
CerverStatus cerver_connection_read_to_end(const CerverConnection *, bool);
CerverServer *cerver_create_stream(const char *, uint16_t, uint16_t);
CerverStatus cerver_set_event_handler(CerverServer *, CerverEventHandler, void *);
CerverStatus cerver_set_event_bytes(CerverServer *, size_t);
CerverStatus cerver_set_read_timeout(CerverServer *, uint32_t);
CerverStatus cerver_set_lent_limit(CerverServer *, uint32_t);
CerverStatus cerver_set_early_events(CerverServer *, bool);
int cerver_next_events(CerverServer *, CerverEvent *, uint32_t, int32_t);
uint64_t cerver_watch_descriptor(CerverServer *, int, int, uint64_t);
uint64_t cerver_add_timer(CerverServer *, uint64_t, uint64_t, uint64_t);
uint64_t cerver_watch_signal(CerverServer *, int, uint64_t);
uint64_t cerver_watch_listener(CerverServer *, int, uint64_t);
CerverStatus cerver_unwatch(CerverServer *, uint64_t);
CerverStatus cerver_set_watch_limit(CerverServer *, uint32_t);
CerverBsem *bsem_new(void);
void bsem_delete(void *);
void bsem_init(CerverBsem *, int);
void bsem_reset(CerverBsem *);
void bsem_post(CerverBsem *);
void bsem_post_all(CerverBsem *);
void bsem_wait(CerverBsem *);
void *job_new(void);
void job_delete(void *);
int job_comparator(const void *, const void *);
CerverJob *job_create(CerverWork, void *);
CerverJob *job_get(CerverJobQueue *);
void job_reset(CerverJob *);
void job_return(CerverJobQueue *, CerverJob *);
void *job_handler_new(void);
void job_handler_delete(void *);
void *job_handler_create(void);
CerverJobHandler *job_handler_get(CerverJobQueue *);
void job_handler_reset(CerverJobHandler *);
void job_handler_signal(CerverJobHandler *);
void job_handler_return(CerverJobQueue *, CerverJobHandler *);
void job_handler_wait(CerverJobQueue *, void *, CerverDelete);
void *job_queue_new(void);
void job_queue_delete(void *);
CerverJobQueue *job_queue_create(CerverJobQueueType);
void job_queue_set_handler(CerverJobQueue *, CerverWork);
CerverStatus job_queue_set_limit(CerverJobQueue *, uint32_t);
CerverOutcome job_queue_push(CerverJobQueue *, void *);
CerverOutcome job_queue_push_job(CerverJobQueue *, CerverWork, void *);
CerverOutcome job_queue_push_job_with_id(CerverJobQueue *, uint64_t, CerverWork, void *);
CerverOutcome job_queue_push_handler(CerverJobQueue *, const CerverServer *, void *, void *, CerverDelete);
void *job_queue_pull(CerverJobQueue *);
void *job_queue_request(CerverJobQueue *, uint64_t);
CerverOutcome job_queue_start(CerverJobQueue *);
void job_queue_wait(CerverJobQueue *);
void job_queue_signal(CerverJobQueue *);
CerverOutcome job_queue_stop(CerverJobQueue *);
void job_queue_clear(CerverJobQueue *);
CerverMutex *thread_mutex_new(void);
void thread_mutex_delete(CerverMutex *);
void thread_mutex_lock(CerverMutex *);
void thread_mutex_unlock(CerverMutex *);
CerverCond *thread_cond_new(void);
void thread_cond_delete(CerverCond *);
void thread_cond_wait(CerverCond *, CerverMutex *);
void thread_cond_signal(CerverCond *);
void thread_cond_broadcast(CerverCond *);
size_t thread_create_detached(CerverThreadWork, void *);
const char *worker_state_to_string(CerverWorkerState);
void worker_delete(void *);
CerverWorker *worker_create(void);
CerverWorker *worker_create_with_id(uint32_t);
void worker_set_name(CerverWorker *, const char *);
CerverWorkerState worker_get_state(CerverWorker *);
void worker_set_work(CerverWorker *, CerverWork);
void worker_set_delete_data(CerverWorker *, CerverWork);
void worker_set_reference(CerverWorker *, const void *);
void worker_set_remove_reference(CerverWorker *, CerverRemoveReference);
CerverStatus worker_set_queue_limit(CerverWorker *, uint32_t);
CerverOutcome worker_start_with_state(CerverWorker *, CerverWorkerState);
CerverOutcome worker_start(CerverWorker *);
CerverOutcome worker_resume(CerverWorker *);
CerverOutcome worker_stop(CerverWorker *);
CerverOutcome worker_end(CerverWorker *);
CerverOutcome worker_push_job(CerverWorker *, void *);
CerverOutcome worker_push_job_with_work(CerverWorker *, CerverWork, void *);
void timer_sleep_for_seconds(double);
double timer_get_current_time(void);
CerverConnection *cerver_connect_tls(CerverServer *, const char *, uint16_t, uint32_t, const char *);
CerverStatus cerver_set_connect_tls_ca(CerverServer *, const char *);
CerverStatus cerver_set_connect_tls_certificate(CerverServer *, const char *, const char *);
CerverStatus cerver_set_connect_tls_alpn(CerverServer *, const char *);
CerverStatus cerver_set_connect_tls_unverified(CerverServer *, bool);
CerverStatus cerver_set_connect_tls_any_issuer(CerverServer *, bool);
CerverStatus cerver_set_connect_tls_any_name(CerverServer *, bool);
CerverStatus cerver_set_tls(CerverServer *, const char *, const char *);
CerverStatus cerver_add_tls_certificate(CerverServer *, const char *, const char *);
CerverStatus cerver_listen_tls(CerverServer *, const char *, uint16_t);
CerverStatus cerver_set_listener_tls(CerverServer *, uint32_t, bool);
CerverStatus cerver_set_tls_client_auth(CerverServer *, CerverTlsClientAuth, const char *);
CerverStatus cerver_set_tls_alpn(CerverServer *, const char *);
CerverStatus cerver_set_tls_min_version(CerverServer *, CerverTlsVersion);
CerverStatus cerver_set_tls_tickets(CerverServer *, bool);
CerverStatus cerver_set_tls_handshake_timeout(CerverServer *, uint32_t);
CerverStatus cerver_set_tls_handshakes_per_turn(CerverServer *, uint32_t);
CerverStatus cerver_set_tls_handshake_bytes(CerverServer *, size_t);
CerverStatus cerver_set_tls_expiry_warning(CerverServer *, uint32_t);
CerverStatus cerver_reload_tls(CerverServer *);
CerverStatus cerver_tls_check_files(const char *, const char *);
CerverTls *cerver_tls_create_server_side(CerverServer *);
CerverTls *cerver_tls_create_client_side(CerverServer *);
CerverStatus cerver_tls_delete(CerverTls *);
CerverConnection *cerver_adopt_tls(CerverServer *, int, CerverTls *, const char *);
CerverConnection *cerver_connect_tls_with(CerverServer *, const char *, uint16_t, uint32_t, CerverTls *, const char *);
bool http_request_is_secure(const CerverHttpRequest *);
const CerverString *http_request_get_tls(const CerverHttpRequest *, CerverTlsFact);
CerverStatus cerver_connection_get_tls(const CerverConnection *, CerverTlsFact, void *, size_t, size_t *);
void cerver_version_print_full(void);
void cerver_version_print_version_id(void);
void cerver_version_print_version_name(void);
]]

return {
    CERVER_DEFAULT_PORT = 7000,
    CERVER_DEFAULT_USE_IPV6 = false,
    CERVER_DEFAULT_CONNECTION_QUEUE = 10,
    CERVER_DEFAULT_RECEIVE_BUFFER_SIZE = 4096,
    CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE = 65515,
    CERVER_DEFAULT_REUSABLE_FLAGS = false,
    CERVER_DEFAULT_POOL_THREADS = 4,
    CERVER_DEFAULT_SOCKETS_INIT = 10,
    CERVER_DEFAULT_POLL_FDS = 128,
    CERVER_DEFAULT_POLL_TIMEOUT = 2000,
    CERVER_DEFAULT_MAX_INACTIVE_TIME = 60,
    CERVER_DEFAULT_CHECK_INACTIVE_INTERVAL = 30,
    CERVER_DEFAULT_AUTH_REQUIRED = false,
    CERVER_DEFAULT_MAX_AUTH_TRIES = 2,
    CERVER_DEFAULT_ON_HOLD_POLL_FDS = 64,
    CERVER_DEFAULT_ON_HOLD_TIMEOUT = 2000,
    CERVER_DEFAULT_ON_HOLD_MAX_BAD_PACKETS = 4,
    CERVER_DEFAULT_ON_HOLD_CHECK_PACKETS = false,
    CERVER_DEFAULT_ON_HOLD_RECEIVE_BUFFER_SIZE = 4096,
    CERVER_DEFAULT_USE_SESSIONS = false,
    CERVER_DEFAULT_MULTIPLE_HANDLERS = false,
    CERVER_DEFAULT_CHECK_PACKETS = false,
    CERVER_DEFAULT_UPDATE_TICKS = 30,
    CERVER_DEFAULT_UPDATE_INTERVAL_SECS = 1,
    CERVER_VERSION_MAJOR = 0,
    CERVER_VERSION_MINOR = 1,
    CERVER_VERSION_PATCH = 0,
    CERVER_DEFAULT_LOG_UPDATE_INTERVAL = 1,
    CERVER_PACKET_TYPE_INFO = 1,
    CERVER_PACKET_TYPE_TEARDOWN = 2,
    CLIENT_PACKET_TYPE_CLOSE_CONNECTION = 1,
    CLIENT_PACKET_TYPE_DISCONNECT = 2,
    CERVER_PACKET_ERROR = 2,
    CERVER_PACKET_HEADER_SIZE = 32,
    CERVER_DEFAULT_HANDLER_QUEUE = 1024,
    CERVER_DEFAULT_CLIENT_PACKETS = 64,
    CERVER_DEFAULT_CLIENT_SEND_LIMIT = 1048576,
    CERVER_DEFAULT_PACKET_TIMEOUT = 30000,
    CERVER_READY_TO_READ = 1,
    CERVER_READY_TO_WRITE = 2,
    CERVER_READY_FAILED = 4,
    CERVER_DEFAULT_JOB_QUEUE_LIMIT = 1048576,
    CERVER_TYPE_NONE = 0,
    CERVER_TYPE_CUSTOM = 1,
    CERVER_TYPE_GAME = 2,
    CERVER_TYPE_WEB = 3,
    CERVER_TYPE_FILES = 4,
    CERVER_HANDLER_TYPE_NONE = 0,
    CERVER_HANDLER_TYPE_POLL = 1,
    CERVER_HANDLER_TYPE_THREADS = 2,
    PROTOCOL_NONE = 0,
    PROTOCOL_TCP = 6,
    PROTOCOL_UDP = 17,
    REQUEST_METHOD_DELETE = 0,
    REQUEST_METHOD_GET = 1,
    REQUEST_METHOD_HEAD = 2,
    REQUEST_METHOD_POST = 3,
    REQUEST_METHOD_PUT = 4,
    REQUEST_METHOD_CONNECT = 5,
    REQUEST_METHOD_OPTIONS = 6,
    REQUEST_METHOD_TRACE = 7,
    REQUEST_METHOD_UNDEFINED = 8,
    REQUEST_METHOD_PATCH = 9,
    CERVER_DEFAULT_PROTOCOL = 6,
    HTTP_ROUTE_MODIFIER_NONE = 0,
    HTTP_ROUTE_MODIFIER_MULTI_PART = 1,
    HTTP_ROUTE_MODIFIER_WEB_SOCKET = 2,
    MULTI_PART_TYPE_NONE = 0,
    MULTI_PART_TYPE_FILE = 1,
    MULTI_PART_TYPE_VALUE = 2,
    IMAGE_TYPE_NONE = 0,
    IMAGE_TYPE_PNG = 1,
    IMAGE_TYPE_JPEG = 2,
    IMAGE_TYPE_GIF = 3,
    IMAGE_TYPE_BMP = 4,
    HTTP_ACCESS_LOG_COMMON = 0,
    HTTP_ACCESS_LOG_COMBINED = 1,
    HTTP_ACCESS_LOG_JSON = 2,
    HTTP_ACCESS_LOG_BRIEF = 3,
    HTTP_ROUTE_AUTH_TYPE_NONE = 0,
    HTTP_ROUTE_AUTH_TYPE_BEARER = 1,
    HTTP_ROUTE_AUTH_TYPE_CUSTOM = 2,
    JWT_ALG_NONE = 0,
    JWT_ALG_HS256 = 1,
    JWT_ALG_HS384 = 2,
    JWT_ALG_HS512 = 3,
    JWT_ALG_RS256 = 4,
    JWT_ALG_RS384 = 5,
    JWT_ALG_RS512 = 6,
    JWT_ALG_ES256 = 7,
    JWT_ALG_ES384 = 8,
    JWT_ALG_ES512 = 9,
    JWT_ALG_TERM = 10,
    HTTP_CONTENT_TYPE_NONE = 0,
    HTTP_CONTENT_TYPE_AAC = 1,
    HTTP_CONTENT_TYPE_ABIWORD = 2,
    HTTP_CONTENT_TYPE_ARCHIVE = 3,
    HTTP_CONTENT_TYPE_AVI = 4,
    HTTP_CONTENT_TYPE_KINDLE = 5,
    HTTP_CONTENT_TYPE_BIN = 6,
    HTTP_CONTENT_TYPE_BMP = 7,
    HTTP_CONTENT_TYPE_BZIP = 8,
    HTTP_CONTENT_TYPE_BZIP2 = 9,
    HTTP_CONTENT_TYPE_CSHELL = 10,
    HTTP_CONTENT_TYPE_CSS = 11,
    HTTP_CONTENT_TYPE_CSV = 12,
    HTTP_CONTENT_TYPE_DOC = 13,
    HTTP_CONTENT_TYPE_DOCX = 14,
    HTTP_CONTENT_TYPE_EOT = 15,
    HTTP_CONTENT_TYPE_EPUB = 16,
    HTTP_CONTENT_TYPE_GZIP = 17,
    HTTP_CONTENT_TYPE_GIF = 18,
    HTTP_CONTENT_TYPE_HTML = 19,
    HTTP_CONTENT_TYPE_ICO = 20,
    HTTP_CONTENT_TYPE_ICS = 21,
    HTTP_CONTENT_TYPE_JAR = 22,
    HTTP_CONTENT_TYPE_JPG = 23,
    HTTP_CONTENT_TYPE_JPEG = 24,
    HTTP_CONTENT_TYPE_JS = 25,
    HTTP_CONTENT_TYPE_JSON = 26,
    HTTP_CONTENT_TYPE_JSONLD = 27,
    HTTP_CONTENT_TYPE_MIDI = 28,
    HTTP_CONTENT_TYPE_MJS = 29,
    HTTP_CONTENT_TYPE_MP3 = 30,
    HTTP_CONTENT_TYPE_CDA = 31,
    HTTP_CONTENT_TYPE_MP4 = 32,
    HTTP_CONTENT_TYPE_MPEG = 33,
    HTTP_CONTENT_TYPE_MPKG = 34,
    HTTP_CONTENT_TYPE_ODP = 35,
    HTTP_CONTENT_TYPE_ODS = 36,
    HTTP_CONTENT_TYPE_ODT = 37,
    HTTP_CONTENT_TYPE_OGA = 38,
    HTTP_CONTENT_TYPE_OGV = 39,
    HTTP_CONTENT_TYPE_OGX = 40,
    HTTP_CONTENT_TYPE_OPUS = 41,
    HTTP_CONTENT_TYPE_OTF = 42,
    HTTP_CONTENT_TYPE_PNG = 43,
    HTTP_CONTENT_TYPE_PDF = 44,
    HTTP_CONTENT_TYPE_PHP = 45,
    HTTP_CONTENT_TYPE_PPT = 46,
    HTTP_CONTENT_TYPE_PPTX = 47,
    HTTP_CONTENT_TYPE_RAR = 48,
    HTTP_CONTENT_TYPE_RTF = 49,
    HTTP_CONTENT_TYPE_SHELL = 50,
    HTTP_CONTENT_TYPE_SVG = 51,
    HTTP_CONTENT_TYPE_SWF = 52,
    HTTP_CONTENT_TYPE_TAR = 53,
    HTTP_CONTENT_TYPE_TIFF = 54,
    HTTP_CONTENT_TYPE_TS = 55,
    HTTP_CONTENT_TYPE_TTF = 56,
    HTTP_CONTENT_TYPE_TXT = 57,
    HTTP_CONTENT_TYPE_VSD = 58,
    HTTP_CONTENT_TYPE_WAV = 59,
    HTTP_CONTENT_TYPE_WEBA = 60,
    HTTP_CONTENT_TYPE_WEBM = 61,
    HTTP_CONTENT_TYPE_WEBP = 62,
    HTTP_CONTENT_TYPE_WOFF = 63,
    HTTP_CONTENT_TYPE_WOFF2 = 64,
    HTTP_CONTENT_TYPE_XHTML = 65,
    HTTP_CONTENT_TYPE_XLS = 66,
    HTTP_CONTENT_TYPE_XLSX = 67,
    HTTP_CONTENT_TYPE_XML = 68,
    HTTP_CONTENT_TYPE_XUL = 69,
    HTTP_CONTENT_TYPE_ZIP = 70,
    HTTP_CONTENT_TYPE_3GP = 71,
    HTTP_CONTENT_TYPE_3G2 = 72,
    HTTP_CONTENT_TYPE_7Z = 73,
    HTTP_HEADER_AUTHENTICATE = 0,
    HTTP_HEADER_AUTHORIZATION = 1,
    HTTP_HEADER_PROXY_AUTHENTICATE = 2,
    HTTP_HEADER_PROXY_AUTHORIZATION = 3,
    HTTP_HEADER_AGE = 4,
    HTTP_HEADER_CACHE_CONTROL = 5,
    HTTP_HEADER_CLEAR_SITE_DATA = 6,
    HTTP_HEADER_EXPIRES = 7,
    HTTP_HEADER_WARNING = 8,
    HTTP_HEADER_CONNECTION = 9,
    HTTP_HEADER_KEEP_ALIVE = 10,
    HTTP_HEADER_ACCEPT = 11,
    HTTP_HEADER_ACCEPT_CHARSET = 12,
    HTTP_HEADER_ACCEPT_ENCODING = 13,
    HTTP_HEADER_ACCEPT_LANGUAGE = 14,
    HTTP_HEADER_EXPECT = 15,
    HTTP_HEADER_COOKIE = 16,
    HTTP_HEADER_SET_COOKIE = 17,
    HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN = 18,
    HTTP_HEADER_ACCESS_CONTROL_ALLOW_CREDENTIALS = 19,
    HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS = 20,
    HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS = 21,
    HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADER = 22,
    HTTP_HEADER_ACCESS_CONTROL_MAX_AGE = 23,
    HTTP_HEADER_ACCESS_CONTROL_REQUEST_HEADERS = 24,
    HTTP_HEADER_ACCESS_CONTROL_REQUEST_METHOD = 25,
    HTTP_HEADER_ORIGIN = 26,
    HTTP_HEADER_TIMING_ALLOW_ORIGIN = 27,
    HTTP_HEADER_CONTENT_DISPOSITION = 28,
    HTTP_HEADER_CONTENT_LENGTH = 29,
    HTTP_HEADER_CONTENT_TYPE = 30,
    HTTP_HEADER_CONTENT_ENCODING = 31,
    HTTP_HEADER_CONTENT_LANGUAGE = 32,
    HTTP_HEADER_CONTENT_LOCATION = 33,
    HTTP_HEADER_FORWARDED = 34,
    HTTP_HEADER_VIA = 35,
    HTTP_HEADER_LOCATION = 36,
    HTTP_HEADER_FROM = 37,
    HTTP_HEADER_HOST = 38,
    HTTP_HEADER_REFERER = 39,
    HTTP_HEADER_REFERRER_POLICY = 40,
    HTTP_HEADER_USER_AGENT = 41,
    HTTP_HEADER_ALLOW = 42,
    HTTP_HEADER_SERVER = 43,
    HTTP_HEADER_ACCEPT_RANGES = 44,
    HTTP_HEADER_RANGE = 45,
    HTTP_HEADER_IF_RANGE = 46,
    HTTP_HEADER_CONTENT_RANGE = 47,
    HTTP_HEADER_SEC_WEBSOCKET_KEY = 48,
    HTTP_HEADER_SEC_WEBSOCKET_EXTENSIONS = 49,
    HTTP_HEADER_SEC_WEBSOCKET_ACCEPT = 50,
    HTTP_HEADER_SEC_WEBSOCKET_PROTOCOL = 51,
    HTTP_HEADER_SEC_WEBSOCKET_VERSION = 52,
    HTTP_HEADER_DATE = 53,
    HTTP_HEADER_UPGRADE = 54,
    HTTP_HEADER_UNDEFINED = 63,
    CERVER_RECEIVE_TYPE_NONE = 0,
    CERVER_RECEIVE_TYPE_NORMAL = 1,
    HTTP_REQUEST_IDS_OFF = 0,
    HTTP_REQUEST_IDS_GENERATE = 1,
    HTTP_REQUEST_IDS_TRUST = 2,
    HTTP_STATUS_NONE = 0,
    HTTP_STATUS_CONTINUE = 100,
    HTTP_STATUS_SWITCHING_PROTOCOLS = 101,
    HTTP_STATUS_PROCESSING = 102,
    HTTP_STATUS_OK = 200,
    HTTP_STATUS_CREATED = 201,
    HTTP_STATUS_ACCEPTED = 202,
    HTTP_STATUS_NON_AUTHORITATIVE_INFORMATION = 203,
    HTTP_STATUS_NO_CONTENT = 204,
    HTTP_STATUS_RESET_CONTENT = 205,
    HTTP_STATUS_PARTIAL_CONTENT = 206,
    HTTP_STATUS_MULTI_STATUS = 207,
    HTTP_STATUS_ALREADY_REPORTED = 208,
    HTTP_STATUS_IM_USED = 226,
    HTTP_STATUS_MULTIPLE_CHOICES = 300,
    HTTP_STATUS_MOVED_PERMANENTLY = 301,
    HTTP_STATUS_FOUND = 302,
    HTTP_STATUS_SEE_OTHER = 303,
    HTTP_STATUS_NOT_MODIFIED = 304,
    HTTP_STATUS_USE_PROXY = 305,
    HTTP_STATUS_TEMPORARY_REDIRECT = 307,
    HTTP_STATUS_PERMANENT_REDIRECT = 308,
    HTTP_STATUS_BAD_REQUEST = 400,
    HTTP_STATUS_UNAUTHORIZED = 401,
    HTTP_STATUS_PAYMENT_REQUIRED = 402,
    HTTP_STATUS_FORBIDDEN = 403,
    HTTP_STATUS_NOT_FOUND = 404,
    HTTP_STATUS_METHOD_NOT_ALLOWED = 405,
    HTTP_STATUS_NOT_ACCEPTABLE = 406,
    HTTP_STATUS_PROXY_AUTHENTICATION_REQUIRED = 407,
    HTTP_STATUS_REQUEST_TIMEOUT = 408,
    HTTP_STATUS_CONFLICT = 409,
    HTTP_STATUS_GONE = 410,
    HTTP_STATUS_LENGTH_REQUIRED = 411,
    HTTP_STATUS_PRECONDITION_FAILED = 412,
    HTTP_STATUS_PAYLOAD_TOO_LARGE = 413,
    HTTP_STATUS_URI_TOO_LONG = 414,
    HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE = 415,
    HTTP_STATUS_RANGE_NOT_SATISFIABLE = 416,
    HTTP_STATUS_EXPECTATION_FAILED = 417,
    HTTP_STATUS_MISDIRECTED_REQUEST = 421,
    HTTP_STATUS_UNPROCESSABLE_ENTITY = 422,
    HTTP_STATUS_LOCKED = 423,
    HTTP_STATUS_FAILED_DEPENDENCY = 424,
    HTTP_STATUS_UPGRADE_REQUIRED = 426,
    HTTP_STATUS_PRECONDITION_REQUIRED = 428,
    HTTP_STATUS_TOO_MANY_REQUESTS = 429,
    HTTP_STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE = 431,
    HTTP_STATUS_UNAVAILABLE_FOR_LEGAL_REASONS = 451,
    HTTP_STATUS_INTERNAL_SERVER_ERROR = 500,
    HTTP_STATUS_NOT_IMPLEMENTED = 501,
    HTTP_STATUS_BAD_GATEWAY = 502,
    HTTP_STATUS_SERVICE_UNAVAILABLE = 503,
    HTTP_STATUS_GATEWAY_TIMEOUT = 504,
    HTTP_STATUS_HTTP_VERSION_NOT_SUPPORTED = 505,
    HTTP_STATUS_VARIANT_ALSO_NEGOTIATES = 506,
    HTTP_STATUS_INSUFFICIENT_STORAGE = 507,
    HTTP_STATUS_LOOP_DETECTED = 508,
    HTTP_STATUS_NOT_EXTENDED = 510,
    HTTP_STATUS_NETWORK_AUTHENTICATION_REQUIRED = 511,
    HTTP_WEB_SOCKET_ERROR_NONE = 0,
    HTTP_WEB_SOCKET_ERROR_READ_HANDSHAKE = 1,
    HTTP_WEB_SOCKET_ERROR_WRITE_HANDSHAKE = 2,
    HTTP_WEB_SOCKET_ERROR_PROTOCOL = 3,
    HTTP_WEB_SOCKET_ERROR_DATA = 4,
    HTTP_WEB_SOCKET_ERROR_TOO_BIG = 5,
    HTTP_WEB_SOCKET_ERROR_TIMEOUT = 6,
    LOG_TYPE_NONE = 0,
    LOG_TYPE_ERROR = 1,
    LOG_TYPE_WARNING = 2,
    LOG_TYPE_SUCCESS = 3,
    LOG_TYPE_DEBUG = 4,
    LOG_TYPE_TEST = 5,
    LOG_TYPE_CERVER = 6,
    LOG_TYPE_CLIENT = 7,
    LOG_TYPE_CONNECTION = 8,
    LOG_TYPE_HANDLER = 9,
    LOG_TYPE_ADMIN = 10,
    LOG_TYPE_EVENT = 11,
    LOG_TYPE_PACKET = 12,
    LOG_TYPE_REQ = 13,
    LOG_TYPE_FILE = 14,
    LOG_TYPE_HTTP = 15,
    LOG_TYPE_GAME = 16,
    LOG_TYPE_PLAYER = 17,
    LOG_OUTPUT_TYPE_NONE = 0,
    LOG_OUTPUT_TYPE_STD = 1,
    LOG_OUTPUT_TYPE_FILE = 2,
    LOG_OUTPUT_TYPE_BOTH = 3,
    LOG_TIME_TYPE_NONE = 0,
    LOG_TIME_TYPE_TIME = 1,
    LOG_TIME_TYPE_DATE = 2,
    LOG_TIME_TYPE_BOTH = 3,
    CERVER_LOG_LEVEL_OFF = 0,
    CERVER_LOG_LEVEL_ERROR = 1,
    CERVER_LOG_LEVEL_WARNING = 2,
    CERVER_LOG_LEVEL_INFO = 3,
    CERVER_LOG_LEVEL_DEBUG = 4,
    CERVER_DEFAULT_LOG_LEVEL = 2,
    PACKET_TYPE_NONE = 0,
    PACKET_TYPE_CERVER = 1,
    PACKET_TYPE_CLIENT = 2,
    PACKET_TYPE_ERROR = 3,
    PACKET_TYPE_REQUEST = 4,
    PACKET_TYPE_AUTH = 5,
    PACKET_TYPE_GAME = 6,
    PACKET_TYPE_APP = 7,
    PACKET_TYPE_APP_ERROR = 8,
    PACKET_TYPE_CUSTOM = 9,
    PACKET_TYPE_TEST = 10,
    PACKET_TYPE_BAD = 11,
    CERVER_OK = 0,
    CERVER_ERROR_PANIC = 1,
    CERVER_ERROR_NULL = 2,
    CERVER_ERROR_HANDLE = 3,
    CERVER_ERROR_TYPE = 4,
    CERVER_ERROR_ARGUMENT = 5,
    CERVER_ERROR_STATE = 6,
    CERVER_ERROR_BUSY = 7,
    CERVER_ERROR_AGAIN = 8,
    CERVER_ERROR_CLOSED = 9,
    CERVER_ERROR_TIMEOUT = 10,
    CERVER_ERROR_UNSUPPORTED = 11,
    CERVER_ERROR_ADDRESS = 12,
    CERVER_ERROR_SYSTEM = 13,
    CERVER_ERROR_NOT_FOUND = 14,
    CERVER_ERROR_MEMORY = 15,
    CERVER_ERROR_FORKED = 16,
    CERVER_ERROR_ANSWERED = 17,
    CERVER_ERROR_HANDLERS = 18,
    CERVER_ERROR_INTERRUPTED = 19,
    CERVER_ERROR_TLS = 20,
    CERVER_EVENT_OPENED = 1,
    CERVER_EVENT_DATA = 2,
    CERVER_EVENT_DRAINED = 3,
    CERVER_EVENT_HALF_CLOSED = 4,
    CERVER_EVENT_DRAINING = 5,
    CERVER_EVENT_CLOSED = 6,
    CERVER_EVENT_SENT = 7,
    CERVER_EVENT_CONNECTED = 8,
    CERVER_EVENT_CONNECT_FAILED = 9,
    CERVER_EVENT_RESOLVED = 10,
    CERVER_EVENT_READY = 11,
    CERVER_EVENT_TIMER = 12,
    CERVER_EVENT_SIGNAL = 13,
    CERVER_EVENT_TLS_FAILED = 14,
    CERVER_EVENT_LISTENER_ERROR = 15,
    CERVER_EVENT_WARNING = 16,
    CERVER_EVENT_RELEASED = 17,
    CERVER_CLOSED_BY_PEER = 1,
    CERVER_CLOSED_BY_RESET = 2,
    CERVER_CLOSED_BY_PROGRAM = 3,
    CERVER_CLOSED_BY_TIMEOUT = 4,
    CERVER_CLOSED_BY_SHUTDOWN = 5,
    CERVER_CLOSED_BY_LIMIT = 6,
    CERVER_CLOSED_BY_TRUNCATION = 7,
    CERVER_CLOSED_BY_TLS = 8,
    CERVER_FRAMING_PIECES = 0,
    CERVER_FRAMING_LINES = 1,
    CERVER_FRAMING_PREFIX_BIG = 2,
    CERVER_FRAMING_PREFIX_LITTLE = 3,
    CERVER_FRAMING_FIXED = 4,
    CERVER_FRAMING_ON_DEMAND = 5,
    JOB_QUEUE_TYPE_NONE = 0,
    JOB_QUEUE_TYPE_JOBS = 1,
    JOB_QUEUE_TYPE_HANDLERS = 2,
    WORKER_STATE_NONE = 0,
    WORKER_STATE_AVAILABLE = 1,
    WORKER_STATE_WORKING = 2,
    WORKER_STATE_STOPPED = 3,
    WORKER_STATE_ENDED = 4,
    CERVER_TLS_CLIENT_AUTH_OFF = 0,
    CERVER_TLS_CLIENT_AUTH_OPTIONAL = 1,
    CERVER_TLS_CLIENT_AUTH_REQUIRED = 2,
    CERVER_TLS_VERSION_1_2 = 12,
    CERVER_TLS_VERSION_1_3 = 13,
    CERVER_TLS_VERSION = 0,
    CERVER_TLS_CIPHER = 1,
    CERVER_TLS_SERVER_NAME = 2,
    CERVER_TLS_PROTOCOL = 3,
    CERVER_TLS_PEER_SUBJECT = 4,
    CERVER_TLS_PEER_CERTIFICATE = 5,
    CERVER_TLS_RESUMED = 6,
}
