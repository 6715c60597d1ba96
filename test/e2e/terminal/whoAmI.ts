/** Prints who AWS says that the AWS SDK for JavaScript is, with what it finds in its environment. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const { Arn = '' } = await new STSClient({ region: 'us-east-1' }).send(new GetCallerIdentityCommand());
process.stdout.write(`${Arn}\n`);
