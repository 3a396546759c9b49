/** A hub over the S3 API: the only package that sees the AWS SDK. */
package dev.till.federation.hub.s3;
