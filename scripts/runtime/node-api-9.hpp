// Read before better-sqlite3's own sources. They are written for Node-API 10, and a runtime that speaks 9 has the
// same calls, but only for addons that declare themselves experimental. For these it also runs finalizers inside
// the garbage collector, where most calls abort the process: node-addon-api postpones them when it is told that
// node_api_post_finalizer exists, a call the stable headers leave out.
#define NAPI_VERSION 2147483647  // NAPI_VERSION_EXPERIMENTAL
#include <node_api.h>
extern "C" NAPI_EXTERN napi_status NAPI_CDECL
node_api_post_finalizer(node_api_basic_env env, napi_finalize finalize, void* data, void* hint);
#define NODE_API_EXPERIMENTAL_HAS_POST_FINALIZER
