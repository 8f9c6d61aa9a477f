# SPDX-License-Identifier: GPL-2.0-or-later
{
  description = "Live table of every socket, with a key that closes a connection";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" ];
      forAll = f: nixpkgs.lib.genAttrs systems (system: f nixpkgs.legacyPackages.${system});
    in {
      packages = forAll (pkgs: {
        default = pkgs.stdenv.mkDerivation {
          pname = "sockview";
          version = "0.1.0";
          src = ../..;
          nativeBuildInputs = with pkgs; [ autoreconfHook gettext pkg-config ];
          buildInputs = with pkgs; [ libmnl ncurses ];
          configureFlags = [ "--without-bpf" ];
          meta = {
            license = pkgs.lib.licenses.gpl2Plus;
            platforms = pkgs.lib.platforms.linux;
            mainProgram = "sockview";
          };
        };
      });
    };
}
