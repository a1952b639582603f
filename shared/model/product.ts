/** What systems know Parley by: the reverse of a domain name. */
export const applicationId = 'com.example.parley';
