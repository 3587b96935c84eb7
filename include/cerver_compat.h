/* The published type names as other names of the types of cerver.h, so that a C program written for them compiles.
 * The names are short and common (String, Protocol, u8): include this file only where they are wanted. */

#ifndef CERVER_COMPAT_H
#define CERVER_COMPAT_H

#include "cerver.h"

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

typedef CerverServer Cerver;
typedef CerverProtocol Protocol;

typedef CerverHttp HttpCerver;
typedef CerverHttpReceive HttpReceive;
typedef CerverHttpRequest HttpRequest;
typedef CerverHttpResponse HttpResponse;
typedef CerverHttpRoute HttpRoute;
typedef CerverHttpStaticPath HttpStaticPath;
typedef CerverHttpHandler HttpHandler;

typedef CerverRequestMethod RequestMethod;
typedef CerverHttpStatus http_status;
typedef CerverHttpHeader http_header;
typedef CerverContentType ContentType;

typedef CerverPairs DoubleList;
typedef CerverString String;

typedef CerverBsem bsem;
typedef CerverJob Job;
typedef CerverJobHandler JobHandler;
typedef CerverJobQueue JobQueue;
typedef CerverJobQueueType JobQueueType;
typedef CerverWorker Worker;
typedef CerverWorkerState WorkerState;

typedef CerverImageType ImageType;
typedef CerverLogType LogType;
typedef CerverLogOutputType LogOutputType;
typedef CerverLogTimeType LogTimeType;

#endif /* CERVER_COMPAT_H */
