/** A client that asks to connect, as far as the broker can tell who it is. */
interface Connecting {
  clientId: string;
  remoteAddress: string | undefined;
  username: string | undefined;
}

/** Who a connected client is, as `authorize.connect` found. */
export interface Principal {
  clientId: string;
  /** The thing that policy variables speak of (`iot:Connection.Thing.ThingName`). */
  thingName: string;
}

/** What an IoT policy decides: `iot:Connect`, `iot:Publish`, `iot:Subscribe` and `iot:Receive`. */
export interface Authorize {
  /** The client's principal, or undefined when it may not connect. */
  connect(connecting: Connecting): Principal | undefined;
  publish(principal: Principal, topic: string): boolean;
  subscribe(principal: Principal, filter: string): boolean;
  receive(principal: Principal, topic: string): boolean;
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * Lets everybody on this machine do everything, whoever they say they are, and nobody else connect. The policies of
 * the template are not enforced: that takes client certificates over TLS, which tell a principal from a mere name.
 */
export const anyoneOnLoopback: Authorize = {
  connect: ({ clientId, remoteAddress }) =>
    loopback.test(remoteAddress ?? '') ? { clientId, thingName: clientId } : undefined,
  publish: () => true,
  subscribe: () => true,
  receive: () => true,
};
