import { uuid } from '../../seams/random.ts';
import type { HostContext } from '../module.ts';
import { type Service, ServiceError, type WireResponse } from '../wire/contract.ts';
import {
  bucketLocation,
  bucketPolicy,
  createBucket,
  deleteBucket,
  deleteObjects,
  headBucket,
  listBuckets,
} from './buckets.ts';
import { checkBody } from './check-body.ts';
import { corsHeaders, preflight } from './cors.ts';
import { s3Fault } from './faults.ts';
import { listObjects } from './listing.ts';
import type { Multipart } from './multipart.ts';
import { copyObject, deleteObject, existing, type ObjectTools, putObject } from './objects.ts';
import { readObject } from './read-object.ts';
import { bucketOf, readRequest, type S3Request } from './request.ts';
import { routeOf } from './route.ts';
import { xmlResponse } from './xml.ts';

type Handler = (request: S3Request) => WireResponse | Promise<WireResponse>;

function routes(context: HostContext, tools: ObjectTools, parts: Multipart): Record<string, Handler> {
  const { clock, region, account } = context;
  const { directory } = tools;
  return {
    'GET service': () => listBuckets(directory, account),
    'PUT bucket': ({ bucket }) => createBucket(directory, clock, bucket),
    'HEAD bucket': ({ bucket }) => headBucket(directory, bucket, region),
    'DELETE bucket': ({ bucket }) => deleteBucket(directory, bucket),
    'GET bucket location': ({ bucket }) => bucketLocation(directory, bucket, region),
    'GET bucket policy': ({ bucket }) => bucketPolicy(directory, bucket),
    'GET bucket list': (request) => listObjects(directory, request),
    'POST bucket delete': (request) => {
      checkBody(request);
      return deleteObjects(tools, request);
    },
    'OPTIONS object': (request) => preflight(directory, request),
    'PUT object': (request) => putObject(tools, request),
    'PUT object copy': (request) => copyObject(tools, request),
    'GET object': (request) => readObject(tools, request),
    'HEAD object': (request) => readObject(tools, request),
    'GET object tagging': ({ bucket, key }) => {
      existing(directory, bucket, key);
      return xmlResponse('Tagging', { TagSet: '' }); // The AWS CLI asks before it copies; no object has tags here.
    },
    'DELETE object': (request) => deleteObject(tools, request),
    'POST object uploads': parts.create,
    'PUT object partNumber uploadId': parts.uploadPart,
    'PUT object partNumber uploadId copy': parts.copyPart,
    'POST object uploadId': parts.complete,
    'DELETE object uploadId': parts.abort,
  };
}

/** S3 over REST and XML, path-style and virtual-hosted. */
export function s3Service(context: HostContext, tools: ObjectTools, parts: Multipart): Service {
  const handlers = routes(context, tools, parts);

  const dispatch = (request: S3Request): WireResponse | Promise<WireResponse> => {
    const route = routeOf(request);
    const handle = handlers[route];
    if (handle) return handle(request);
    throw s3Fault('NotImplemented', `The embedded host's S3 does not do '${route}'.`);
  };

  const explain = (fault: unknown): ServiceError => {
    if (fault instanceof ServiceError) return fault;
    context.log(`s3: ${fault instanceof Error ? fault.stack : fault}`);
    return new ServiceError('InternalError', "The embedded host's s3 failed; its log says why.", 500);
  };

  return async (wire) => {
    const requestId = uuid(context.random);
    const answer = async (): Promise<WireResponse> => {
      try {
        return await dispatch(readRequest(wire));
      } catch (reason) {
        const { code, message, status } = explain(reason);
        const told = { Code: code, Message: message, Resource: wire.path, RequestId: requestId };
        const response = xmlResponse('Error', told, status);
        return wire.method === 'HEAD' ? { ...response, body: Buffer.alloc(0) } : response;
      }
    };
    const response = await answer();
    const cors = wire.method === 'OPTIONS' ? {} : corsHeaders(tools.directory, wire, bucketOf(wire));
    return { ...response, headers: { ...response.headers, ...cors, 'x-amz-request-id': requestId } };
  };
}
