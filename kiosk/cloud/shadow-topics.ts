/** A topic of a named shadow (AWS IoT Core, "Device Shadow MQTT topics"). */
export function shadowTopic(thing: string, shadow: string, suffix: string): string {
  return `$aws/things/${thing}/shadow/name/${shadow}/${suffix}`;
}
