import type {LambdaEvent} from 'hono/aws-lambda'

/** A request as a client sends it. */
export interface SentRequest {
  method: string
  path: string
  /** Names and values in order; a name may come twice. */
  query?: [string, string][]
  headers?: Record<string, string>
  body?: string
}

const AGENT = 'curl/8.5.0'
const SOURCE = '203.0.113.7'

function encoded(query: readonly [string, string][]): string {
  return query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
}

/**
 * What a REST API hands to a function: payload format 1.0, after the example in "Set up Lambda proxy
 * integrations in API Gateway" of the API Gateway Developer Guide. `base64`: the API treats all types as binary.
 */
export function restApiEvent(
  {method, path, query = [], headers = {}, body}: SentRequest,
  {base64 = false} = {},
): LambdaEvent {
  const all = {
    Accept: '*/*',
    Host: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
    'User-Agent': AGENT,
    'X-Forwarded-For': SOURCE,
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
    ...headers,
  }
  const event = {
    version: '1.0',
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    // Null, not empty, when there is none; of a name that comes twice, the plain form keeps the last.
    queryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    multiValueQueryStringParameters:
      query.length === 0
        ? null
        : Object.fromEntries(
            query.map(([name]) => [
              name,
              query.filter(([other]) => other === name).map(([, value]) => value),
            ]),
          ),
    pathParameters: {proxy: path.slice(1)},
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      authorizer: {claims: null, scopes: null},
      domainName: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      extendedRequestId: 'request-id',
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: SOURCE,
        user: null,
        userAgent: AGENT,
        userArn: null,
        clientCert: null,
      },
      path: `/prod${path}`,
      protocol: 'HTTP/1.1',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      requestTime: '24/Nov/2026:12:00:00 +0000',
      requestTimeEpoch: 1_795_521_600_000,
      resourceId: 'abc123',
      resourcePath: '/{proxy+}',
      stage: 'prod',
    },
    body: body === undefined ? null : base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64 && body !== undefined,
  }
  return event as unknown as LambdaEvent
}

/**
 * What an HTTP API hands over: payload format 2.0, after "Create AWS Lambda proxy integrations for HTTP APIs"
 * of the same guide. With a named stage the raw path begins with it.
 */
export function httpApiEvent(request: SentRequest, {stage = '$default'} = {}): LambdaEvent {
  return payload2(request, {
    domain: 'f6g7h8i9j0.execute-api.eu-central-1.amazonaws.com',
    stage,
    prefix: stage === '$default' ? '' : `/${stage}`,
    base64: false,
  })
}

/** What a function URL hands over: payload format 2.0, after "Invoking Lambda function URLs" of the Lambda Developer Guide. */
export function functionUrlEvent(request: SentRequest): LambdaEvent {
  return payload2(request, {
    domain: 'abcdefghijklmnopqrstuvwxyz123456.lambda-url.eu-central-1.on.aws',
    stage: '$default',
    prefix: '',
    base64: true,
  })
}

function payload2(
  {method, path, query = [], headers = {}, body}: SentRequest,
  {domain, stage, prefix, base64}: {domain: string; stage: string; prefix: string; base64: boolean},
): LambdaEvent {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: `${prefix}${path}`,
    rawQueryString: encoded(query),
    headers: {
      accept: '*/*',
      host: domain,
      'user-agent': AGENT,
      'x-forwarded-for': SOURCE,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...lower,
    },
    // Left out when there is none; values of a name that comes twice are joined by commas.
    ...(query.length > 0 && {
      queryStringParameters: Object.fromEntries(
        query.map(([name]) => [
          name,
          query
            .filter(([other]) => other === name)
            .map(([, value]) => value)
            .join(','),
        ]),
      ),
    }),
    requestContext: {
      accountId: '123456789012',
      apiId: domain.split('.')[0],
      authentication: null,
      domainName: domain,
      domainPrefix: domain.split('.')[0],
      http: {method, path: `${prefix}${path}`, protocol: 'HTTP/1.1', sourceIp: SOURCE, userAgent: AGENT},
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage,
      time: '24/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_521_600_000,
    },
    ...(body !== undefined && {body: base64 ? Buffer.from(body).toString('base64') : body}),
    isBase64Encoded: base64 && body !== undefined,
  }
  return event as unknown as LambdaEvent
}
