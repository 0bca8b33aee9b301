/** What a connection tells its owner. `up` comes again after each reconnection: subscriptions are then made anew. */
export interface MqttListener {
  up(): void;
  down(reason: string): void;
  message(topic: string, payload: string): void;
}

export interface MqttClient {
  /** Resolves once the broker has acknowledged the message (QoS 1); rejects when the connection is lost first. */
  publish(topic: string, payload: string, options?: { retain?: boolean }): Promise<void>;
  /** QoS 1; rejects where the broker refuses one of the filters. */
  subscribe(filters: string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a connection that keeps itself alive. A real one speaks MQTT 3.1.1 to a broker; tests and the simulator
 * put one in memory here.
 */
export type MqttTransport = (clientId: string, listener: MqttListener) => MqttClient;
