# Lets the node run a command line, shows what that prints and ends with its exit status: a tenth of what a JVM takes.
#
# Called by the launcher as: perl line.pl VERSION LAUNCHER ARGUMENT... Whatever it cannot do (no node, one of another
# version, a command that needs a process of its own), it leaves to the launcher, before anything has been done.
# Speaks docs/socket.md, operation "line". Needs nothing but perl 5 and its Socket.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);

# Leaves the line to a process of its own.
sub itself {
    my (undef, $launcher, @words) = @ARGV;
    $ENV{TILL_CLIENT} = 'jvm';
    $SIG{PIPE} = 'DEFAULT';
    exec { $launcher } $launcher, @words;
    die "till: cannot run $launcher: $!\n";
}

BEGIN {
    # Some systems part Perl into packages.
    eval { require Socket; Socket->import(qw(AF_UNIX SOCK_STREAM pack_sockaddr_un)); 1 } or itself();
}

my ($version, undef, @words) = @ARGV;
my %seconds = (ms => 0.001, s => 1, m => 60, h => 3600, d => 86_400);
my $grace = 5;        # the node keeps to the time limit itself; this is how much later we give up on the node
my $longest = 30 * 86_400;
my $silence = 300;    # a command that runs shows a sign of life every two seconds, unless the machine sleeps

# The options of every command, as far as they matter here; what follows -- is for hosts.
my ($home, $timeout) = ($ENV{TILL_HOME}, '30s');
my @ours = ours();
for (my $i = 0; $i < @ours; $i++) {
    if ($ours[$i] eq '--home') {
        $home = $ours[++$i] // '';
        itself() if $home eq '';    # which is where we are, and not the default
    }
    elsif ($ours[$i] eq '--timeout') { $timeout = $ours[++$i] // itself() }
}
$home = ((getpwuid $<)[7] // '') . '/.till' if ($home // '') eq '';
($timeout // '') =~ /^(\d{1,9})(ms|s|m|h|d)$/ or itself();
my $patience = $1 * $seconds{$2} + $grace;
$patience = $longest if $patience > $longest;

my $directory = here();
my $request = '{"id":1,"op":"line","words":[' . join(',', map { quoted($_) } @words) . '],"directory":' . quoted($directory);
my %can = (
    live => -t STDERR,
    asks => -t STDIN && -t STDERR,
    colour => -t STDOUT && ($ENV{NO_COLOR} // '') eq '' && ($ENV{TERM} // '') ne 'dumb',
);
$request .= ",\"$_\":true" for grep { $can{$_} } sort keys %can;

socket my $node, AF_UNIX, SOCK_STREAM, 0 or itself();
connect $node, pack_sockaddr_un(path()) or itself();
my ($buffer, $closed) = ('', 0);
binmode $_ for $node, *STDOUT, *STDERR;    # whatever the environment tells Perl to make of them
$SIG{PIPE} = 'IGNORE';
show($node, "{\"v\":1}\n");
my $hello = line($patience);
given_up() unless defined $hello || $closed;
itself() unless defined $hello && $hello =~ /^\{"v":1,"till":"([^"\\]*)"/ && $1 eq $version;
show($node, "$request}\n");

# Nobody reading does not end what was begun, on hosts or in folders; but following has no other end.
my $follows = grep { $_ eq 'watch' } @ours;
my %streams = (out => \*STDOUT, err => \*STDERR);
for (my $wait = $patience; defined(my $line = line($wait)); $wait = $silence) {
    if ($line =~ /^\{"id":1,"item":\{"(out|err)":"/) {
        my ($name, $stream, $text) = ($1, $streams{$1}, substr $line, $+[0], -3);
        next unless $stream && !show($stream, unquoted($text));
        exit 0 if $follows;
        delete $streams{$name};
    }
    elsif ($line =~ /^\{"id":1,"ok":true,"result":\{"status":(\d+)/) { exit $1 }
    elsif ($line =~ /^\{"id":1,"error":\{"code":"(?:usage|limit)"/) { itself() }    # it has not begun
    elsif ($line =~ /^\{"v":1,"error":/) { itself() }
    elsif ($line =~ /^\{"id":1,"error":/) {
        print STDERR 'till: ', $line =~ /"message":"(.*)"\}\}$/ ? unquoted($1) : $line, "\n";
        exit 1;
    }
}
given_up() unless $closed;
print STDERR "till: the node closed the connection; see `till log`\n";
exit 1;

# The next line, or nothing when there is none within so many seconds.
sub line {
    my ($seconds) = @_;
    my $end;
    for (my $from = 0; ($end = index $buffer, "\n", $from) < 0;) {
        $from = length $buffer;
        vec(my $readable = '', fileno $node, 1) = 1;
        my $ready = select $readable, undef, undef, $seconds;
        next if $ready < 0 && $! == EINTR;    # as when it was stopped for a while
        $ready > 0 or return;
        sysread($node, $buffer, 65_536, $from) or $closed = 1, return;
    }
    my $line = substr $buffer, 0, $end;
    substr($buffer, 0, $end + 1) = '';
    return $line;
}

# Writes all of it; false when it cannot.
sub show {
    my ($to, $text) = @_;
    for (my $at = 0; $at < length $text;) {
        my $written = syswrite $to, $text, length($text) - $at, $at;
        if (defined $written) { $at += $written }
        elsif ($! == EAGAIN) {
            vec(my $writable = '', fileno $to, 1) = 1;
            select undef, $writable, undef, undef;
        }
        elsif ($! != EINTR) { return 0 }
    }
    return 1;
}

# The words before those for hosts.
sub ours {
    my @ours;
    for (@words) {
        last if $_ eq '--';
        push @ours, $_;
    }
    return @ours;
}

sub path {
    $home = "$directory/$home" unless $home =~ m{^/};
    my $path = "$home/run/api.sock";
    return $path if length $path <= 103;
    open my $note, '<', "$home/run/api.path" or itself();
    chomp($path = <$note> // '');
    length $path or itself();
    return $path;
}

# Where we are; the shell that started us knows, and is believed when it is right.
sub here {
    my $named = $ENV{PWD} // '';
    my @named = stat $named;
    my @here = stat '.';
    itself() unless @here && @named && $named =~ m{^/} && $named[0] == $here[0] && $named[1] == $here[1];
    return $named;
}

sub given_up {
    print STDERR "till: the node did not answer within $timeout; it may be busy, see `till log`, or give it longer with --timeout\n";
    exit 7;
}

sub quoted {
    my ($text) = @_;
    itself() unless utf8::decode(my $check = $text);
    $text =~ s/(["\\])/\\$1/g;
    $text =~ s/([\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
    return "\"$text\"";
}

sub unquoted {
    my ($text) = @_;
    $text =~ s/\\(u00(..)|.)/defined $2 ? chr hex $2 : plain($1)/ge if index($text, '\\') >= 0;
    return $text;
}

sub plain {
    my ($escape) = @_;
    return { n => "\n", t => "\t", r => "\r", b => "\b", f => "\f" }->{$escape} // $escape;
}
