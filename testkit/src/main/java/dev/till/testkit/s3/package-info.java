/** An S3 endpoint on loopback: S3Proxy in a process of its own, and a way to it that can fail. */
package dev.till.testkit.s3;
