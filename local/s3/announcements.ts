import type { HostContext } from '../module.ts';
import type { Directory } from './directory.ts';

/** What S3 tells EventBridge, in the words of the host's event bus. */
export interface S3Hooks {
  /** Once this has returned, the event survives the process, and the machine as soon as anything after it does. */
  publish(entry: {
    source: string;
    detailType: string;
    detail: unknown;
    resources: string[];
    /** Milliseconds since the epoch. */
    time: number;
  }): void;
}

export interface Announcements {
  /** Tells of an object whose record says that it must be told. */
  announce(bucket: string, key: string): void;
  /** Tells what the last run of the host had no time to tell. */
  catchUp(): void;
}

/**
 * `Object Created` events (Amazon S3 User Guide, "EventBridge event message structure"). That an object must be told
 * is written together with it, so that neither a restart nor a fault of the bus costs the event; it may come twice.
 */
export function announcements(directory: Directory, hooks: S3Hooks, { account, log }: HostContext): Announcements {
  const announce = (bucket: string, key: string): void => {
    const object = directory.find(bucket, key);
    if (!object?.unannounced) return;
    const { unannounced: reason, ...told } = object;
    const { size, etag, modifiedAt } = object;
    try {
      hooks.publish({
        source: 'aws.s3',
        detailType: 'Object Created',
        resources: [`arn:aws:s3:::${bucket}`],
        time: modifiedAt,
        detail: {
          version: '0',
          bucket: { name: bucket },
          object: { key, size, etag, sequencer: modifiedAt.toString(16).toUpperCase().padStart(16, '0') },
          requester: account,
          reason,
        },
      });
      directory.put(bucket, key, told);
    } catch (fault) {
      log(`s3: that ${bucket}/${key} was created could not be told, and will be at the next start: ${String(fault)}`);
    }
  };
  const catchUp = (): void => {
    for (const { name } of directory.buckets()) {
      for (const { key } of directory.objects(name)) announce(name, key);
    }
  };
  return { announce, catchUp };
}
